# The image of `pratica`: Debian 12, an ordinary user, nothing written but /data, /cache and /tmp.
#
#   docker build --build-arg VERSION=$(git describe --tags --always) -t pratica .
#   docker run --rm --init --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -v pratica-data:/data -v pratica-cache:/cache -p 127.0.0.1:8080:8080 -e PRATICA_ALLOW_REMOTE=1 pratica
#
# There are no accounts yet, so the image refuses to serve until PRATICA_ALLOW_REMOTE=1 says that somebody
# thought about who can reach it: publish the port on 127.0.0.1 only.

FROM golang:1.25-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends libjpeg-dev libleptonica-dev libsqlite3-dev libtesseract-dev pkg-config \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN go build -tags latex,libsqlite3,nodynamic -trimpath -ldflags "-X main.version=${VERSION}" -o /out/pratica ./cmd/pratica

FROM debian:bookworm-slim
# redis-server is for running this image alone; with PRATICA_REDIS_URL it is never started.
# ca-certificates is for https to the webhook and the S3 store. Time zones and fonts are in the binary.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates libjpeg62-turbo liblept5 libsqlite3-0 libtesseract5 redis-server tesseract-ocr-ita \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/pratica /usr/local/bin/pratica
COPY LICENSE /usr/share/doc/pratica/LICENSE

RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin pratica \
 && install -d -o pratica -g pratica -m 0700 /data /cache
USER 10001:10001
ENV PRATICA_DATA=/data PRATICA_CACHE=/cache PRATICA_LISTEN=0.0.0.0:8080

# PDFium is WebAssembly, compiled to machine code once and kept in /cache. Compiled here, so that the first
# PDF does not wait for it: a fresh named volume starts with what lies in the image. The compiled code is
# for processors with the same features; on another one it is compiled again at the first PDF.
COPY testdata/digital/01.pdf /usr/share/doc/pratica/invoice.pdf
RUN pratica process /usr/share/doc/pratica/invoice.pdf > /dev/null

VOLUME ["/data", "/cache"]
EXPOSE 8080
STOPSIGNAL SIGTERM
# The base image has no HTTP client, but bash opens sockets.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\nHost: 127.0.0.1:8080\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["pratica"]
CMD ["serve"]
