//! What answers at a node's address and is none.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// How it treats a caller.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// Accepts, listens, never says a word.
    Silent,
    /// Says this to everybody, with status 200.
    Says(&'static str),
}

/// A listener on the loopback interface, until the test ends.
pub struct FakeNode(String);

impl FakeNode {
    /// Starts it.
    pub fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for mut stream in listener.incoming().flatten() {
                if let Manner::Says(words) = manner {
                    let _ = answer(&mut stream, words);
                }
                // Not closed: a caller shall not learn even that.
                open.push(stream);
            }
        });
        Self(url)
    }

    /// An address where nobody listens.
    pub fn down() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.0
    }
}

fn answer(stream: &mut TcpStream, words: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut request = [0; 4096];
    let _ = stream.read(&mut request)?;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{words}",
        words.len()
    )?;
    stream.flush()
}
