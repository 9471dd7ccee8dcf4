FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils unzip zip >/dev/null
# A repository that is surely part of the layers, and no warnings from Maven's own libraries.
ENV MAVEN_OPTS="-Dmaven.repo.local=/m2 --sun-misc-unsafe-memory-access=allow"

# What the build downloads comes first, in a layer that changes only when a pom does. One empty
# package makes the compiler's own dependencies be fetched too.
COPY .mvn .mvn
COPY .ci/ClassFiles.java .ci/
COPY pom.xml ./
COPY chat-protocol/pom.xml chat-protocol/
COPY chat-testkit/pom.xml chat-testkit/
COPY chat-server/pom.xml chat-server/
COPY chat-cli-client/pom.xml chat-cli-client/
COPY benchmarks/pom.xml benchmarks/
RUN mkdir -p chat-protocol/src/main/java/empty \
 && echo 'package empty;' > chat-protocol/src/main/java/empty/package-info.java \
 && mvn -q -B -Dmaven.test.skip -pl chat-server,chat-cli-client -am package \
 && rm -rf chat-protocol/src */target

# All of it, with .git: the version names the commit.
COPY . .
# The same folders as in the archives that people install.
RUN mvn -q -B -Dmaven.test.skip -pl chat-server,chat-cli-client -am package \
 && packaging/build --trees \
 && mv packaging/target/work/parley-server-*-linux-* /opt/parley-server \
 && mv packaging/target/work/parley-chat-*-linux-* /opt/parley-chat

FROM debian:bookworm-slim
RUN groupadd --gid 10001 parley \
 && useradd --uid 10001 --gid parley --home-dir /tmp --no-create-home --shell /usr/sbin/nologin parley \
 && install -d -o parley -g parley -m 700 /data /certs /backups
COPY --from=build /opt/parley-server /opt/parley-server
COPY --from=build /opt/parley-chat /opt/parley-chat
COPY docker/healthy /opt/parley-server/docker/healthy
RUN ln -s /opt/parley-server/bin/chat-server /opt/parley-chat/bin/chat /usr/local/bin/

ENV LANG=C.UTF-8 \
    PARLEY_DATA_DIR=/data \
    PARLEY_CERTS_DIR=/certs \
    PARLEY_LISTEN_PLAIN=0.0.0.0:7070 \
    PARLEY_HEALTH_FILE=/tmp/parley-health
VOLUME ["/data", "/certs", "/backups"]
EXPOSE 7443 7070
USER parley
# So that "backup parley.backup" writes to a volume, and not to what is gone with the container.
WORKDIR /backups
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/opt/parley-server/docker/healthy"]
CMD ["chat-server"]
