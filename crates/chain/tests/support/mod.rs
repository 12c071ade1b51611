//! A real anvil for one test, and nodes that misbehave.
#![allow(clippy::unwrap_used, dead_code, unused_imports)]

mod signing;

use std::path::{Path, PathBuf};

use mien_chain::{AnvilSearch, Client, Devnet, Network, PortChoice, Running};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub use signing::{ask, first_account, on, send, sign, sign_hash};

/// An anvil in a temporary folder; ended when dropped.
pub struct Node {
    pub devnet: Devnet,
    pub running: Running,
    dir: TempDir,
}

impl Node {
    /// Starts one, or says that there is none and gives nothing.
    pub async fn start() -> Option<Self> {
        Self::start_with_chain_id(31337).await
    }

    pub async fn start_with_chain_id(chain_id: u64) -> Option<Self> {
        let search = search()?;
        let dir = tempfile::tempdir().unwrap();
        let devnet = Devnet::new(dir.path(), search).with_chain_id(chain_id);
        let running = devnet.start(PortChoice::AnyFree).await.unwrap();
        Some(Self {
            devnet,
            running,
            dir,
        })
    }

    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    pub async fn client(&self) -> Client {
        Client::connect(&self.running.network().unwrap())
            .await
            .unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let kill = std::process::Command::new("kill")
            .arg(self.running.pid.to_string())
            .output();
        drop(kill);
    }
}

/// Anvil from the repository's tools, or a visible line.
pub fn search() -> Option<AnvilSearch> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let search = AnvilSearch::from_environment(Some(&root));
    match search.find() {
        Ok(_) => Some(search),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

/// The compiled test contracts, or a visible line.
pub fn artifacts(what: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../out/contracts");
    if folder.join("TestDollar.json").is_file() {
        return Some(folder);
    }
    println!("skipped: {what} (test contracts not compiled; run `make setup`)");
    None
}

/// A network at a port of this machine.
pub fn network_at(port: u16) -> Network {
    let url = format!("http://127.0.0.1:{port}");
    Network::new("test", 31337, "ETH")
        .unwrap()
        .with_rpc_url(&url)
        .unwrap()
}

/// A listener that takes connections and never answers.
pub async fn silent_node() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            open.push(stream);
        }
    });
    port
}

/// A listener that gives every request the same bytes.
pub async fn answering_node(answer: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answer).await;
        }
    });
    port
}

/// A listener whose answer never ends.
pub async fn endless_node() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[";
            let _ = stream.write_all(head).await;
            while stream.write_all(&[b' '; 1 << 16]).await.is_ok() {}
        }
    });
    port
}

/// An HTTP answer with this status and body.
pub fn http(status: &str, body: &str) -> Vec<u8> {
    let len = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

/// A node that answers each method with the result or error object that
/// `answer` gives for it: `"result":…` or `"error":…`.
pub async fn scripted_node(answer: fn(&str) -> String) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Some(request) = read_json(&mut stream).await else {
                    return;
                };
                let id = &request["id"];
                let member = answer(request["method"].as_str().unwrap_or_default());
                let body = format!(r#"{{"jsonrpc":"2.0","id":{id},{member}}}"#);
                let _ = stream.write_all(&http("200 OK", &body)).await;
            });
        }
    });
    port
}

/// Reads until the body is complete JSON.
async fn read_json(stream: &mut tokio::net::TcpStream) -> Option<serde_json::Value> {
    let mut seen = Vec::new();
    loop {
        let mut part = [0; 4096];
        let len = stream.read(&mut part).await.ok().filter(|len| *len > 0)?;
        seen.extend_from_slice(&part[..len]);
        let text = String::from_utf8_lossy(&seen);
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body);
        if let Some(json) = body.and_then(|body| serde_json::from_str(body).ok()) {
            return Some(json);
        }
    }
}

/// Passes everything on to a node of this machine, but says of some methods that
/// it does not have them.
pub async fn without_methods(node: u16, missing: &'static [&'static str]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let Some(request) = read_json(&mut stream).await else {
                    return;
                };
                let method = request["method"].as_str().unwrap_or_default();
                let answer = if missing.contains(&method) {
                    let id = &request["id"];
                    let error = r#"{"code":-32601,"message":"the method does not exist"}"#;
                    http(
                        "200 OK",
                        &format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{error}}}"#),
                    )
                } else {
                    passed_on(node, &request.to_string()).await
                };
                let _ = stream.write_all(&answer).await;
            });
        }
    });
    port
}

async fn passed_on(node: u16, body: &str) -> Vec<u8> {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", node))
        .await
        .unwrap();
    let len = body.len();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:{node}\r\nContent-Type: application/json\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}
