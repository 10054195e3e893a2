# The command line in a container: `docker run --rm -v "$PWD:/notes" archnotes check`.
FROM rust:1.95-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /src
COPY . .
RUN cargo build --release --locked

# A binary for musl needs nothing of a system.
FROM scratch
COPY --from=build /src/target/release/archnotes /archnotes
WORKDIR /notes
ENTRYPOINT ["/archnotes"]
