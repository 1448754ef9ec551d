{{/* What takes one backup, the same by night and after an install. */}}
{{- define "hallway.backupJob" -}}
{{- $part := dict "root" . "component" "backup" }}
{{- with .Values.backup -}}
# Ten minutes of trying again: a database that is new, or fails over, is away for less.
backoffLimit: 6
template:
  metadata:
    labels: {{ include "hallway.labels" $part | nindent 6 }}
  spec:
    {{- include "hallway.podDefaults" (dict "root" $ "user" 999) | nindent 4 }}
    restartPolicy: Never
    containers:
      - name: backup
        image: {{ .image }}
        imagePullPolicy: {{ $.Values.image.pullPolicy }}
        # A dump has its name once it is whole and can be read. Old ones go only after that.
        command: [/bin/sh, -euc]
        args:
          - |
            dump="/backups/hallway-$(date -u +%Y%m%dT%H%M%SZ).dump"
            # Another backup may be under way: only what broke off long ago goes.
            find /backups -name '*.part' -mmin +1440 -delete
            part="$dump.$(hostname).part"
            pg_dump --format=custom --file="$part" "$BACKUP_DATABASE_URL"
            pg_restore --list "$part" > /dev/null
            mv "$part" "$dump"
            find /backups -name 'hallway-*.dump' -mtime +{{ .keepDays }} -delete
        env:
          {{- include "hallway.secretEnv" (dict "root" $ "name" "BACKUP_DATABASE_URL" "key" "BACKUP_DATABASE_URL") | nindent 10 }}
        volumeMounts:
          - { name: backups, mountPath: /backups }
          - { name: tmp, mountPath: /tmp }
        {{- include "hallway.resources" .resources | nindent 8 }}
        {{- include "hallway.containerSecurity" $ | nindent 8 }}
    volumes:
      - name: backups
        persistentVolumeClaim: { claimName: {{ include "hallway.name" $part }} }
      - name: tmp
        emptyDir: { sizeLimit: 256Mi }
{{- end }}
{{- end }}
