//! The `mien` command.

fn main() -> std::process::ExitCode {
    mien_cli::main(&mien_cli::own_keeper())
}
