# One static binary on an empty image.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/rightdoor ./cmd/rightdoor \
    && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
COPY --from=build /out/rightdoor /rightdoor
USER 65532:65532
# Without DATABASE_URL the database is /data/rightdoor.db: the default is a
# path from here. Setting it in the image would collide with DATABASE_URL_FILE.
WORKDIR /
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=90s --retries=3 CMD ["/rightdoor", "health"]
ENTRYPOINT ["/rightdoor"]
CMD ["serve"]
