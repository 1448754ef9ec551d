# A stand-in for the published node image: Debian, Node and npm at the same places, and the user node (1000).
FROM localhost/debian:bookworm-slim
COPY node /usr/local
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
CMD ["node"]
