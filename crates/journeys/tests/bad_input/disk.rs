//! A small file system of its own, to make read-only and to fill up.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Mounted on a folder; unmounted with the test.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts it; nothing when that is not allowed here.
    pub fn mount(folder: &Path, size: &str) -> Option<Self> {
        fs::create_dir(folder).unwrap();
        let options = format!("size={size},mode=0700");
        let path = folder.to_str()?;
        mount(&["-t", "tmpfs", "-o", &options, "tmpfs", path]).then(|| Self(folder.to_owned()))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Nothing can be written any more.
    pub fn read_only(&self) {
        assert!(mount(&["-o", "remount,ro", self.0.to_str().unwrap()]));
    }

    /// And again it can.
    pub fn writable(&self) {
        assert!(mount(&["-o", "remount,rw", self.0.to_str().unwrap()]));
    }

    /// Fills it up to the last `room` KiB.
    pub fn fill_but(&self, room: usize) {
        let page = [0x5a_u8; 1024];
        let mut reserve = fs::File::create(self.0.join("reserve")).unwrap();
        for _ in 0..room {
            reserve.write_all(&page).unwrap();
        }
        let mut filler = fs::File::create(self.0.join("filler")).unwrap();
        while filler.write_all(&page).is_ok() {}
        fs::remove_file(self.0.join("reserve")).unwrap();
    }

    /// Removes what filled it.
    pub fn empty(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str]) -> bool {
    Command::new("mount")
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
