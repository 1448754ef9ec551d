{{/*
The environment of a service: (dict "root" $ "name" $name "service" $service). Secrets are named, never written. A set
of names, so that what is set under env replaces what the chart sets.
*/}}
{{- define "hallway.env" -}}
{{- $root := .root }}{{- $service := .service }}
{{- $secrets := dict "SERVICE_SECRET" "SERVICE_SECRET" }}
{{- range include "hallway.redisUsers" $root | splitList " " }}
{{- $key := printf "%s_REDIS_URL" (. | upper | replace "-" "_") }}
{{- if eq $.name "hallway" }}{{ $_ := set $secrets $key $key }}
{{- else if eq $.name . }}{{ $_ := set $secrets "REDIS_URL" $key }}{{ end }}
{{- end }}
{{- range $service.secrets }}{{ $_ := set $secrets . . }}{{ end }}
{{- range $service.schemas }}
{{- $key := printf "%s_DATABASE_URL" (upper .) }}
{{- $_ := set $secrets (eq $.name "hallway" | ternary $key "DATABASE_URL") $key }}
{{- end }}
{{- $texts := dict "PUBLIC_URL" $root.Values.publicUrl }}
{{- range $service.calls }}
{{- $host := include "hallway.name" (dict "root" $root "component" .) }}
{{- $_ := set $texts (printf "%s_URL" (upper .)) (printf "http://%s.%s.svc.%s:3000" $host $root.Release.Namespace $root.Values.clusterDomain) }}
{{- end }}
{{- if $service.edge }}
{{- $_ := set $texts "GATEWAY_WEB_DIR" "/srv/web" }}
{{- $_ := set $texts "GATEWAY_TRUSTED_PROXIES" ($root.Values.trustedProxies | int | toString) }}
{{- end }}
{{- if $service.files }}{{ $_ := set $texts "UPLOADS_DIR" "/data" }}{{ end }}
{{- if $service.sockets }}{{ $_ := set $texts "REALTIME_DRAIN_MS" (mul $root.Values.drainSeconds 1000 | toString) }}{{ end }}
{{- if $root.Values.caBundle.existingConfigMap }}{{ $_ := set $texts "NODE_EXTRA_CA_CERTS" (printf "/etc/hallway/ca/%s" $root.Values.caBundle.key) }}{{ end }}
{{- $texts = mustMergeOverwrite $texts $root.Values.env (default dict $service.env) -}}
- name: INSTANCE_ID
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
{{- range $name, $key := $secrets }}
{{ include "hallway.secretEnv" (dict "root" $root "name" $name "key" $key) }}
{{- end }}
{{- range $name, $text := $texts }}
- name: {{ $name }}
  value: {{ $text | quote }}
{{- end }}
{{- end }}

{{/* Services, each with its own user in Redis. */}}
{{- define "hallway.redisUsers" -}}auth conversations messages uploads realtime api-gateway{{- end }}

{{- define "hallway.mounts" -}}
volumeMounts:
  - { name: tmp, mountPath: /tmp }
  {{- if .service.edge }}
  - { name: web, mountPath: /srv/web, readOnly: true }
  {{- end }}
  {{- if .service.files }}
  - { name: files, mountPath: /data }
  {{- end }}
  {{- if .root.Values.caBundle.existingConfigMap }}
  - { name: ca, mountPath: /etc/hallway/ca, readOnly: true }
  {{- end }}
{{- end }}

{{- define "hallway.volumes" -}}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 1Gi }
  {{- if .service.edge }}
  - name: web
    emptyDir: { sizeLimit: 256Mi }
  {{- end }}
  {{- if .service.files }}
  - name: files
    persistentVolumeClaim: { claimName: {{ include "hallway.filesClaim" .root }} }
  {{- end }}
  {{- if .root.Values.caBundle.existingConfigMap }}
  - name: ca
    configMap: { name: {{ .root.Values.caBundle.existingConfigMap }} }
  {{- end }}
{{- end }}

{{/* Makes the roles and schemas of a service in the database of this release, as its owner, and ends. */}}
{{- define "hallway.prepare" -}}
- name: prepare
  image: {{ include "hallway.image" (dict "root" .root "image" .name "tag" .service.tag) }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  command: [node, main.js, prepare]
  env:
    {{- include "hallway.secretEnv" (dict "root" .root "name" "DATABASE_OWNER_URL" "key" "DATABASE_OWNER_URL") | nindent 4 }}
    {{- range .service.schemas }}
    {{- $key := printf "%s_DATABASE_PASSWORD" (upper .) }}
    {{- include "hallway.secretEnv" (dict "root" $.root "name" $key "key" $key) | nindent 4 }}
    {{- end }}
  {{- include "hallway.resources" .service.resources | nindent 2 }}
  {{- include "hallway.containerSecurity" .root | nindent 2 }}
{{- end }}

{{/* Brings the schemas of a service up to date and ends; an advisory lock makes several wait for each other. */}}
{{- define "hallway.migrate" -}}
- name: migrate
  image: {{ include "hallway.image" (dict "root" .root "image" .name "tag" .service.tag) }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  command: [node, main.js, migrate]
  env: {{ include "hallway.env" . | nindent 4 }}
  {{- include "hallway.mounts" . | nindent 2 }}
  {{- include "hallway.resources" .service.resources | nindent 2 }}
  {{- include "hallway.containerSecurity" .root | nindent 2 }}
{{- end }}

{{/* Copies the built web app to where the gateway serves it from. */}}
{{- define "hallway.web" -}}
- name: web
  image: {{ include "hallway.image" (dict "root" .root "image" "web" "tag" .service.tag) }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  volumeMounts:
    - { name: web, mountPath: /srv/web }
  {{- include "hallway.resources" (dict "cpu" "10m" "memory" "128Mi") | nindent 2 }}
  {{- include "hallway.containerSecurity" .root | nindent 2 }}
{{- end }}

{{/* One service, whichever it is: (dict "root" $ "name" $name "service" $service). */}}
{{- define "hallway.deployment" -}}
{{- $root := .root }}{{- $service := .service }}
{{- $part := dict "root" $root "component" .name }}
{{- $migrates := and $service.schemas $root.Values.bundled.postgres.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "hallway.name" $part }}
  labels: {{ include "hallway.labels" $part | nindent 4 }}
spec:
  {{- if not (dig "autoscaling" "enabled" false $service) }}
  replicas: {{ $service.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  selector:
    matchLabels: {{ include "hallway.selector" $part | nindent 6 }}
  strategy:
    {{- if and $service.files (ne $root.Values.files.accessMode "ReadWriteMany") }}
    # Its volume is in one place at a time.
    type: Recreate
    {{- else }}
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
    {{- end }}
  template:
    metadata:
      labels: {{ include "hallway.labels" $part | nindent 8 }}
      annotations:
        prometheus.io/scrape: 'true'
        prometheus.io/port: '9090'
    spec:
      {{- include "hallway.podDefaults" (dict "root" $root "user" 1000) | nindent 6 }}
      terminationGracePeriodSeconds: {{ add $root.Values.preStopSeconds $root.Values.drainSeconds 15 }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - topologyKey: {{ . }}
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels: {{ include "hallway.selector" $part | nindent 14 }}
        {{- end }}
      {{- if or $service.edge $migrates }}
      initContainers:
        {{- if $service.edge }}{{ include "hallway.web" . | nindent 8 }}{{ end }}
        {{- if $migrates }}{{ include "hallway.prepare" . | nindent 8 }}{{ include "hallway.migrate" . | nindent 8 }}{{ end }}
      {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ include "hallway.image" (dict "root" $root "image" .name "tag" $service.tag) }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          env: {{ include "hallway.env" . | nindent 12 }}
          ports:
            - { name: http, containerPort: 3000 }
            - { name: ops, containerPort: 9090 }
          # Alive asks the process alone: stores that are away would otherwise restart every pod.
          startupProbe:
            httpGet: { path: /health/live, port: ops }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /health/live, port: ops }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: /health/ready, port: ops }
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          lifecycle:
            preStop: { exec: { command: [sleep, {{ $root.Values.preStopSeconds | toString | quote }}] } }
          {{- include "hallway.mounts" . | nindent 10 }}
          {{- include "hallway.resources" $service.resources | nindent 10 }}
          {{- include "hallway.containerSecurity" $root | nindent 10 }}
      {{- include "hallway.volumes" . | nindent 6 }}
{{- end }}
