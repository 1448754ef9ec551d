{{/* A rule of a NetworkPolicy from { ports, to }. */}}
{{- define "hallway.toPeers" -}}
- ports:
    {{- range .ports }}
    - { port: {{ . }} }
    {{- end }}
  {{- with .to }}
  to: {{ toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "hallway.toDns" -}}
{{- with .Values.networkPolicies.dns }}
- ports:
    {{- range .ports }}
    - { port: {{ . }}, protocol: UDP }
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
  {{- with .to }}
  to: {{ toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* To a store of this release, or to where it is said to be. */}}
{{- define "hallway.toStore" -}}
{{- if .bundled.enabled -}}
- ports: [{ port: {{ .port }} }]
  to:
    - podSelector:
        matchLabels: {{ include "hallway.selector" .part | nindent 10 }}
{{- else -}}
{{- include "hallway.toPeers" .policy }}
{{- end }}
{{- end }}
