//! A process's memory as a file.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use anyhow::{Context, ensure};
use rustix::process::Pid;

const PAGE: usize = 4096;
/// Bytes asked for at a time.
const CHUNK: usize = 256 * PAGE;

/// Copies every readable and writable mapping of a process, in the order of
/// their addresses, and gives the number of bytes written.
///
/// Pages of nothing but zeros are left out. Where each run of pages was in the
/// process is written to `into` with `.map` added: offset in the file, address,
/// mapping, one run a line.
///
/// # Errors
/// When any of it cannot be read; half a picture would be worse than none.
pub fn copy_memory(process: Pid, into: &Path) -> anyhow::Result<u64> {
    let folder = format!("/proc/{}", process.as_raw_nonzero());
    let maps = fs::read_to_string(format!("{folder}/maps")).context("the memory map")?;
    let memory = File::open(format!("{folder}/mem")).context("the memory")?;
    let mut copy = Copying {
        file: BufWriter::with_capacity(CHUNK, File::create_new(into)?),
        map: String::new(),
        written: 0,
    };
    for line in maps.lines() {
        let Some(mapping) = Mapping::parse(line) else {
            continue;
        };
        copy.mapping(&memory, &mapping)
            .with_context(|| format!("reading {line}"))?;
    }
    ensure!(copy.written > 0, "no memory was found to copy");
    copy.file.flush()?;
    let mut map = into.as_os_str().to_owned();
    map.push(".map");
    fs::write(map, copy.map)?;
    Ok(copy.written)
}

/// A line of /proc/PID/maps that is readable and writable.
struct Mapping<'a> {
    start: u64,
    end: u64,
    name: &'a str,
}

impl<'a> Mapping<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (start, end) = words.next()?.split_once('-')?;
        if !words.next()?.starts_with("rw") {
            return None;
        }
        Some(Self {
            start: u64::from_str_radix(start, 16).ok()?,
            end: u64::from_str_radix(end, 16).ok()?,
            name: words.nth(3).unwrap_or("anonymous"),
        })
    }
}

struct Copying {
    file: BufWriter<File>,
    map: String,
    written: u64,
}

impl Copying {
    fn mapping(&mut self, memory: &File, mapping: &Mapping<'_>) -> anyhow::Result<()> {
        let mut buffer = vec![0; CHUNK];
        let mut address = mapping.start;
        let mut in_run = false;
        while address < mapping.end {
            let left = usize::try_from(mapping.end - address)?.min(CHUNK);
            memory.read_exact_at(&mut buffer[..left], address)?;
            for page in buffer[..left].chunks(PAGE) {
                let empty = page.iter().all(|b| *b == 0);
                if !empty {
                    if !in_run {
                        let name = mapping.name;
                        self.map += &format!("{} {address:x} {name}\n", self.written);
                    }
                    self.file.write_all(page)?;
                    self.written += page.len() as u64;
                }
                in_run = !empty;
                address += page.len() as u64;
            }
        }
        Ok(())
    }
}
