{{/* What every pod has: (dict "root" $ "user" 1000). */}}
{{- define "hallway.podDefaults" -}}
automountServiceAccountToken: false
# Variables that Kubernetes makes of the names of Services could be read as settings.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "hallway.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}

{{/* No limit of processor time: it would stop the event loop in the middle of its work. */}}
{{- define "hallway.resources" -}}
resources:
  requests: { cpu: {{ .cpu }}, memory: {{ .memory }} }
  limits: { memory: {{ .memory }} }
{{- end }}

{{- define "hallway.secretEnv" -}}
- name: {{ .name }}
  valueFrom: { secretKeyRef: { name: {{ .root.Values.secret.existingSecret }}, key: {{ .key }} } }
{{- end }}
