# The commands of the project; CI runs the same ones. `just` lists them.

_default:
    @just --list --unsorted

# Formatting, lints, types
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo run --release --quiet -- check --knowledge knowledge

# All tests
test:
    cargo test --release --workspace

# The binary that users get: smaller and faster, slower to build
dist:
    cargo build --profile dist

# Read one dispatch with the knowledge as it stands in the folder, without building anew
explain FILE *OPTIONS:
    cargo run --release --quiet -- explain --knowledge knowledge {{ FILE }} {{ OPTIONS }}

# The measures, where ../shared is there; `just score seed` runs those with "seed" in their name
score *NAMES:
    cargo build --release
    tests/score/run {{ NAMES }}

# Sentences that each try one phenomenon of attribution or standing; `just challenge --show` lists what is wrong
challenge *OPTIONS:
    cargo run --release --quiet -p depeche-tests --bin challenge -- {{ OPTIONS }}

# Write today's runs and figures into README.md
readme:
    cargo build --release
    tests/score/readme

# Speed
bench:
    cargo bench --workspace

# Mutated texts for some seconds, with the stable compiler; a finding is written to target/findings
mutate SECONDS="600" SEED="1":
    cargo run --release --quiet -p depeche-tests --bin mutate -- {{ SECONDS }} {{ SEED }}

# Mutated files of every input format for some seconds
mutate-inputs SECONDS="300" SEED="1":
    cargo run --release --quiet -p depeche-tests --bin mutate_inputs -- {{ SECONDS }} {{ SEED }}

# libFuzzer for some seconds; needs `cargo install cargo-fuzz` and a nightly compiler (see fuzz/README.md)
fuzz SECONDS="600":
    cd fuzz && mkdir -p corpus/read && cargo +nightly fuzz run read corpus/read seeds -- -max_total_time={{ SECONDS }} -max_len=4000

# Token, word and sentence F1 of segmentation against a treebank: `just segmentation fr FILE.conllu`
segmentation LANGUAGE *FILES:
    cargo run --release --quiet -p depeche-training --bin segmentation -- {{ LANGUAGE }} {{ FILES }}

# What CI runs
ci:
    .ci/run
