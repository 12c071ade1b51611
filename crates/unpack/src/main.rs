//! Unpacks the image behind this program where that is still to do, and becomes
//! its `AppRun`.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use mien_unpack::cache::{self, Unpacked};
use mien_unpack::image::Image;
use mien_unpack::{UnpackError, tree};
use rustix::io::{FdFlags, fcntl_setfd};

const HELP: &str =
    "Mien, as one file. Arguments go to the app; `mien` as the first one starts the command.

  --appimage-extract          unpack into ./squashfs-root, and stop
  --appimage-extract-and-run  unpack into the cache and start, as without it
  --appimage-offset           print where the SquashFS image begins
  --appimage-version          print the version of this first part
  --appimage-help             this text";

/// Where `--appimage-extract` puts the files, as other AppImages do.
const EXTRACTED: &str = "squashfs-root";

fn main() -> ExitCode {
    let mut arguments = env::args_os();
    let called = arguments.next().unwrap_or_default();
    let mut arguments: Vec<OsString> = arguments.collect();
    let option = arguments
        .first()
        .and_then(|first| first.to_str())
        .filter(|first| first.starts_with("--appimage-"))
        .map(ToOwned::to_owned);
    let done = match option.as_deref() {
        None => run(&called, &arguments),
        Some("--appimage-extract-and-run") => {
            arguments.remove(0);
            run(&called, &arguments)
        }
        Some("--appimage-extract") => extract(Path::new(EXTRACTED)),
        Some("--appimage-offset") => own_image().map(|image| println!("{}", image.offset())),
        Some("--appimage-version") => {
            println!("mien-unpack {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        Some("--appimage-help") => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => {
            eprintln!("Mien: {other} is no option of this AppImage.\n\n{HELP}");
            return ExitCode::FAILURE;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("Mien: {e}");
            ExitCode::FAILURE
        }
    }
}

/// The file that this program runs from.
fn own_image() -> Result<Image, UnpackError> {
    let path = env::current_exe().map_err(|error| UnpackError::File {
        path: PathBuf::from("/proc/self/exe"),
        error,
        advice: "this system shows programs no /proc; mount it",
    })?;
    Image::open(&path)
}

fn extract(folder: &Path) -> Result<(), UnpackError> {
    let image = own_image()?;
    image.check()?;
    std::fs::create_dir(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => UnpackError::InTheWay(folder.to_path_buf()),
        _ => UnpackError::File {
            path: folder.to_path_buf(),
            error,
            advice: "go to a folder that you may write",
        },
    })?;
    tree::unpack(&image, folder)?;
    println!("{}", folder.display());
    Ok(())
}

/// Becomes `AppRun`, with the variables of the AppImage specification. Returns
/// only if that failed.
fn run(called: &OsString, arguments: &[OsString]) -> Result<(), UnpackError> {
    let image = own_image()?;
    let place = cache::place()?;
    if io::stderr().is_terminal() && !place.join(image.hash().to_string()).exists() {
        eprintln!("Mien: unpacking into {}, once", place.display());
    }
    let Unpacked { folder, held } = cache::take(&image, &place)?;
    let start = folder.join("AppRun");
    // The lock lives as long as any program that has the file open.
    let kept = fcntl_setfd(&held, FdFlags::empty()).map_err(io::Error::from);
    let error = match kept {
        Ok(()) => Command::new(&start)
            .args(arguments)
            .env("APPIMAGE", image.path())
            .env("APPDIR", &folder)
            .env("ARGV0", called)
            .env("OWD", env::current_dir().unwrap_or_default())
            .exec(),
        Err(e) => e,
    };
    Err(UnpackError::File {
        path: start,
        error,
        advice: "if programs may not be started from there, set XDG_CACHE_HOME to the full path of a folder where they may",
    })
}
