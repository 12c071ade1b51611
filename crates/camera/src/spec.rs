//! Naming a camera on the command line.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Before the path of photographs.
const PHOTO: &str = "photo:";

/// Which camera: `0` is the first of the computer, `photo:PATH` replays a
/// photograph or all those in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraSpec {
    /// The computer's camera of this number.
    Device(u32),
    /// Photographs: a file or a folder.
    Photo(PathBuf),
    /// The camera that the app's window reads: its frames are pushed. It cannot
    /// be named on a command line, which has no window.
    Window,
}

/// A camera that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no camera: use a number such as 0, or photo:PATH for photographs")]
pub struct SpecError(String);

impl FromStr for CameraSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix(PHOTO) {
            if !path.is_empty() {
                return Ok(Self::Photo(path.into()));
            }
        } else if text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(index) = text.parse()
        {
            return Ok(Self::Device(index));
        }
        Err(SpecError(text.to_owned()))
    }
}

impl fmt::Display for CameraSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(index) => write!(f, "{index}"),
            Self::Photo(path) => write!(f, "{PHOTO}{}", path.display()),
            Self::Window => f.write_str("window"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_photographs_are_understood() {
        assert_eq!("0".parse(), Ok(CameraSpec::Device(0)));
        assert_eq!("12".parse(), Ok(CameraSpec::Device(12)));
        let photo = CameraSpec::Photo("a b/c.jpg".into());
        assert_eq!("photo:a b/c.jpg".parse(), Ok(photo.clone()));
        assert_eq!(photo.to_string().parse(), Ok(photo));
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        for text in [
            "",
            "photo:",
            "-1",
            "+1",
            "1.5",
            "me.jpg",
            "99999999999",
            "Photo:x",
            "window",
        ] {
            let error = text.parse::<CameraSpec>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }
}
