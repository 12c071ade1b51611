//! A real node of a chain that the wallet does not expect.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// An anvil of its own, ended with the test.
pub struct Anvil {
    process: Child,
    url: String,
}

impl Anvil {
    /// Starts it with this chain id, if there is an anvil.
    pub fn start(chain_id: u64) -> Option<Self> {
        Self::start_with(chain_id, &[])
    }

    /// The same with further arguments.
    pub fn start_with(chain_id: u64, arguments: &[&str]) -> Option<Self> {
        let mut process = Command::new(program()?)
            .args(["--port", "0", "--chain-id", &chain_id.to_string()])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut lines = BufReader::new(process.stdout.take()?).lines();
        let authority = loop {
            let line = lines.next().expect("anvil ended at once").unwrap();
            if let Some(authority) = line.strip_prefix("Listening on ") {
                break authority.trim().to_owned();
            }
        };
        // It stops when nobody reads what it says.
        std::thread::spawn(move || lines.count());
        let url = format!("http://{authority}");
        Some(Self { process, url })
    }

    /// It takes connections from now on and answers nothing.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn suspend(&self) {
        let stopped = Command::new("kill")
            .args(["-STOP", &self.process.id().to_string()])
            .status();
        assert!(stopped.unwrap().success());
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The one that is named, that was set up with this workspace, or on PATH.
fn program() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let set_up = "tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
    let named = std::env::var_os("MIEN_ANVIL").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&paths).map(|dir| dir.join("anvil"));
    let mut all = named
        .into_iter()
        .chain([workspace.join(set_up)])
        .chain(on_path);
    all.find(|path| path.is_file())
}
