//! The development network: a real anvil in the background, with its state
//! kept between runs in one folder.
//!
//! The folder holds `anvil.json` (process id, port, how to recognise the
//! process), `anvil.log`, `state.json` (anvil's own dump) and `lock`. Only one
//! command at a time starts or stops it.

mod control;
mod find;
mod folder;
mod process;
mod seed;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};

use crate::client::{Client, Timeouts};
use crate::error::ChainError;
use crate::network::Network;

pub use find::AnvilSearch;
use folder::Folder;
use process::ProcessMark;
pub use seed::TestContracts;

/// The port that tools expect a development network on.
const USUAL_PORT: u16 = 8545;
/// Longest wait for anvil to answer, and to end.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often is looked meanwhile.
const LOOK: Duration = Duration::from_millis(50);
/// Limits for asking whether it answers.
const PROBE: Timeouts = Timeouts {
    connect: Duration::from_secs(1),
    request: Duration::from_secs(2),
};

/// Which port the devnet listens on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PortChoice {
    /// 8545, where tools look for it.
    #[default]
    Usual,
    /// This one.
    Exactly(u16),
    /// Any that is free.
    AnyFree,
}

/// A devnet that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its process id.
    pub pid: u32,
    /// The port on 127.0.0.1.
    pub port: u16,
    /// Its chain id.
    pub chain_id: u64,
    /// The program.
    pub program: PathBuf,
}

impl Running {
    /// Its URL.
    #[must_use]
    pub fn rpc_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// It as a network, named `devnet`.
    ///
    /// # Errors
    /// [`ChainError::BadNetwork`] if its chain id is zero.
    pub fn network(&self) -> Result<Network, ChainError> {
        Network::new("devnet", self.chain_id, "ETH")?.with_rpc_url(&self.rpc_url())
    }
}

/// What can be said about the devnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DevnetStatus {
    /// No process of ours.
    Stopped,
    /// It runs and answers.
    Running {
        /// The process.
        devnet: Running,
        /// Program and version as it names itself.
        version: String,
        /// Number of its newest block.
        block: u64,
    },
    /// The process lives and does not answer.
    Silent {
        /// The process.
        devnet: Running,
    },
}

/// What `anvil.json` says.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Recorded {
    running: Running,
    mark: ProcessMark,
}

/// The devnet of one data directory.
#[derive(Clone, Debug)]
pub struct Devnet {
    folder: Folder,
    search: AnvilSearch,
    chain_id: u64,
}

impl Devnet {
    /// The devnet that lives in `data_dir/devnet`. Nothing is touched yet.
    #[must_use]
    pub fn new(data_dir: &Path, search: AnvilSearch) -> Self {
        let folder = Folder::new(data_dir.join("devnet"));
        Self {
            folder,
            search,
            chain_id: Network::devnet().chain_id(),
        }
    }

    /// The same with another chain id.
    #[must_use]
    pub fn with_chain_id(self, chain_id: u64) -> Self {
        Self { chain_id, ..self }
    }

    /// Where its output goes.
    #[must_use]
    pub fn log_path(&self) -> PathBuf {
        self.folder.log()
    }

    /// Starts it, or returns the one that runs already. It outlives the calling
    /// process and a closed terminal.
    ///
    /// # Errors
    /// [`ChainError::AnvilMissing`], [`ChainError::PortBusy`],
    /// [`ChainError::DevnetFailed`] with the end of its log, or
    /// [`ChainError::DevnetFile`].
    pub async fn start(&self, port: PortChoice) -> Result<Running, ChainError> {
        self.folder.create()?;
        let _lock = self.lock().await?;
        if let Some(recorded) = self.alive()? {
            return Ok(recorded.running);
        }
        let program = self.search.find()?;
        match port {
            PortChoice::Usual => self.launch(&program, Some(USUAL_PORT)).await,
            PortChoice::Exactly(port) => self.launch(&program, Some(port)).await,
            PortChoice::AnyFree => {
                // Another program may take a free port before anvil does.
                let first = self.launch(&program, None).await;
                if matches!(first, Err(ChainError::DevnetFailed { .. })) {
                    self.launch(&program, None).await
                } else {
                    first
                }
            }
        }
    }

    async fn launch(&self, program: &Path, port: Option<u16>) -> Result<Running, ChainError> {
        let port = process::choose_port(port)?;
        let pid = process::spawn(program, port, self.chain_id, &self.folder)?;
        let running = Running {
            pid,
            port,
            chain_id: self.chain_id,
            program: program.to_owned(),
        };
        let Some(mark) = ProcessMark::of(pid) else {
            return Err(self.failed());
        };
        self.folder.write_record(&Recorded {
            running: running.clone(),
            mark: mark.clone(),
        })?;
        match self.ready(&running, &mark).await {
            Ok(()) => Ok(running),
            Err(error) => {
                process::terminate(pid);
                self.folder.remove_record()?;
                Err(error)
            }
        }
    }

    /// Stops it and returns whether there was one to stop. Its state is kept. A
    /// foreign process that took over the process id is left alone.
    ///
    /// # Errors
    /// [`ChainError::DevnetStuck`], [`ChainError::DevnetFile`].
    pub async fn stop(&self) -> Result<bool, ChainError> {
        if !self.folder.exists() {
            return Ok(false);
        }
        let _lock = self.lock().await?;
        let Some(recorded) = self.alive()? else {
            self.folder.remove_record()?;
            return Ok(false);
        };
        let pid = recorded.running.pid;
        process::terminate(pid);
        let started = Instant::now();
        while recorded.mark.lives(pid) {
            if started.elapsed() > PATIENCE {
                return Err(ChainError::DevnetStuck { pid });
            }
            sleep(LOOK).await;
        }
        self.folder.remove_record()?;
        Ok(true)
    }

    /// What it does at the moment.
    ///
    /// # Errors
    /// [`ChainError::DevnetFile`].
    pub async fn status(&self) -> Result<DevnetStatus, ChainError> {
        let Some(recorded) = self.alive()? else {
            return Ok(DevnetStatus::Stopped);
        };
        let devnet = recorded.running;
        let Ok(client) = Client::connect_with(&devnet.network()?, PROBE).await else {
            return Ok(DevnetStatus::Silent { devnet });
        };
        match (client.client_version().await, client.block_number().await) {
            (Ok(version), Ok(block)) => Ok(DevnetStatus::Running {
                devnet,
                version,
                block,
            }),
            _ => Ok(DevnetStatus::Silent { devnet }),
        }
    }

    /// Stops it and forgets its chain.
    ///
    /// # Errors
    /// As [`Devnet::stop`].
    pub async fn reset(&self) -> Result<(), ChainError> {
        self.stop().await?;
        if self.folder.exists() {
            let _lock = self.lock().await?;
            self.folder.remove_state()?;
        }
        Ok(())
    }

    async fn lock(&self) -> Result<File, ChainError> {
        let started = Instant::now();
        loop {
            if let Some(lock) = self.folder.try_lock()? {
                return Ok(lock);
            }
            if started.elapsed() > 2 * PATIENCE {
                return Err(ChainError::DevnetBusy);
            }
            sleep(LOOK).await;
        }
    }

    /// The recorded process, if it still lives and is the one that was started.
    fn alive(&self) -> Result<Option<Recorded>, ChainError> {
        let recorded = self.folder.read_record()?;
        Ok(recorded.filter(|r| r.mark.lives(r.running.pid)))
    }

    async fn ready(&self, running: &Running, mark: &ProcessMark) -> Result<(), ChainError> {
        let network = running.network()?;
        let started = Instant::now();
        loop {
            if !mark.lives(running.pid) {
                return Err(self.failed());
            }
            // Its own word first: what answers on the port may be another's.
            let said = self.folder.log_says("Listening on");
            match Client::connect_with(&network, PROBE).await {
                Ok(_) if said => return Ok(()),
                Err(error @ ChainError::WrongChain { .. }) if said => return Err(error),
                Ok(_) if started.elapsed() <= PATIENCE => sleep(LOOK).await,
                Ok(_) => return Err(self.failed()),
                Err(error) if started.elapsed() > PATIENCE => {
                    return Err(self.failed_for(error.to_string()));
                }
                Err(_) => sleep(LOOK).await,
            }
        }
    }

    /// The end of its log as the reason.
    fn failed(&self) -> ChainError {
        self.failed_for(self.folder.log_end())
    }

    fn failed_for(&self, reason: String) -> ChainError {
        ChainError::DevnetFailed {
            reason,
            log: self.folder.log(),
            state: self.folder.state(),
        }
    }
}
