{{/* Short enough for what is put behind it. */}}
{{- define "hallway.fullname" -}}
{{- $name := contains .Chart.Name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name .Chart.Name) -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* Of one part of the release: (dict "root" $ "component" "auth"). The one process has the name of the release. */}}
{{- define "hallway.name" -}}
{{- include "hallway.fullname" .root }}{{ if ne .component "hallway" }}-{{ .component }}{{ end }}
{{- end }}

{{- define "hallway.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "hallway.labels" -}}
{{ include "hallway.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* (dict "root" $ "image" "auth" "tag" $service.tag) */}}
{{- define "hallway.image" -}}
{{- with .root.Values.image }}{{ .registry }}{{ .repository }}/{{ $.image }}:{{ default .tag $.tag }}{{ end }}
{{- end }}

{{- define "hallway.filesClaim" -}}
{{- .Values.files.existingClaim | default (include "hallway.name" (dict "root" . "component" "files")) -}}
{{- end }}
