# syntax=docker/dockerfile:1
# Mien's server on the CPU, as a user without rights, on a root that may be read-only. docs/server.md says how it is run.
#   docker build -t mien .
#   docker run --read-only --tmpfs /tmp -p 5080:5080 -e MIEN_TOKEN=... mien

# ---- build: the launcher installs and builds what it needs, as on any Debian machine
FROM debian:12-slim AS build
ENV DEBIAN_FRONTEND=noninteractive DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
ADD https://packages.microsoft.com/config/debian/12/packages-microsoft-prod.deb /tmp/
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && dpkg --install /tmp/packages-microsoft-prod.deb \
    && apt-get update \
    && apt-get install --yes --no-install-recommends dotnet-sdk-10.0 npm \
    && rm -rf /var/lib/apt/lists/*
COPY . /opt/mien
RUN /opt/mien/mien build serving && test -f /opt/mien/.mien/web/index.html

# ---- run: the program, its native parts, its web application, its models, and what they link to
FROM debian:12-slim
ENV DEBIAN_FRONTEND=noninteractive
COPY --from=build /tmp/packages-microsoft-prod.deb /tmp/
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && dpkg --install /tmp/packages-microsoft-prod.deb \
    && apt-get update \
    && apt-get install --yes --no-install-recommends aspnetcore-runtime-10.0 \
    && rm -rf /var/lib/apt/lists/* /tmp/packages-microsoft-prod.deb
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ffmpeg libopencv-core406 libopencv-imgproc406 libopencv-imgcodecs406 libopencv-objdetect406 opencv-data \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/mien/.mien/app /opt/mien/.mien/app
COPY --from=build /opt/mien/.mien/native /opt/mien/.mien/native
COPY --from=build /opt/mien/.mien/web /opt/mien/.mien/web
COPY --from=build /opt/mien/models /opt/mien/models
# No diagnostics port: it would be a socket in /tmp that others could use.
ENV MIEN_HOME=/opt/mien DOTNET_EnableDiagnostics=0
USER 10001:10001
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["dotnet", "exec", "/opt/mien/.mien/app/mien.dll"]
CMD ["serve", "--urls", "http://0.0.0.0:5080"]
