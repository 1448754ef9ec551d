#!/bin/sh
# An S3 store (SeaweedFS) with one key, and the bucket of the files.
set -eu
umask 077
cat > /tmp/s3.json <<JSON
{
  "identities": [
    {
      "name": "hallway",
      "credentials": [{ "accessKey": "$S3_ACCESS_KEY_ID", "secretKey": "$S3_SECRET_ACCESS_KEY" }],
      "actions": ["Admin", "Read", "Write", "List", "Tagging"]
    }
  ]
}
JSON
# It answers once the server does.
(echo "s3.bucket.create -name $S3_BUCKET" | weed shell -master=localhost:9333 > /dev/null) &
exec weed server -dir=/data -ip=s3 -ip.bind=0.0.0.0 -master.volumeSizeLimitMB=1024 -volume.max=0 -s3 -s3.config=/tmp/s3.json
