//! Which cameras there are, and how a window sees what one of them sees.

use mien_camera::{CameraSpec, FrameSource, Live, Pace};
use mien_frame::{Frame, Mirror};
use mien_identity::IdentityError;
use mien_store::SettingKey;
use mien_wallet::{Wallet, WalletError, install, live_camera};
use tauri::ipc::Channel;

use crate::app::App;
use crate::border::{AppError, CameraKind, CameraView, ErrorCode, Preview};
use crate::window_camera;

/// The demonstration's owner.
const DEMO: &str = "demo";
/// The demonstration's other person, to see a refusal.
const STRANGER: &str = "demo:stranger";
/// The longer side of a preview in pixels.
const PREVIEW: u32 = 320;

/// What frames are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Take {
    /// An enrolment: two captures in different light.
    Enrolment,
    /// A renewal: a scan, and a capture in other light.
    Renewal,
    /// A scan of its own: a drill.
    Scan,
    /// A scan for a signature.
    Signature,
}

impl Take {
    /// Whether a second capture belongs to it, for which the person moves.
    pub(crate) fn has_two(self) -> bool {
        matches!(self, Self::Enrolment | Self::Renewal)
    }
}

/// Whether a camera replays photographs.
pub(crate) fn is_demo(id: &str) -> bool {
    id == DEMO || id == STRANGER
}

/// The camera in use: as chosen, else the first of the computer, else the
/// demonstration's.
pub(crate) fn chosen(wallet: &Wallet) -> Result<String, AppError> {
    let stored = wallet
        .store()
        .settings()
        .get(SettingKey::Camera)
        .map_err(WalletError::from)?;
    let known = all();
    Ok(stored
        .filter(|id| known.iter().any(|camera| camera.id == *id))
        .or_else(|| usual(&known))
        .unwrap_or_else(|| "0".to_owned()))
}

/// The camera while none was chosen. On a computer never the window's: that
/// brings frames into the page.
fn usual(known: &[CameraView]) -> Option<String> {
    let fits = |camera: &&CameraView| cfg!(mobile) || camera.kind != CameraKind::Window;
    known.iter().find(fits).map(|camera| camera.id.clone())
}

/// The computer's cameras, then the demonstration's where its photographs are,
/// then the one that the window reads.
pub(crate) fn all() -> Vec<CameraView> {
    let devices = mien_camera::list_devices().unwrap_or_default();
    let mut cameras: Vec<CameraView> = devices
        .into_iter()
        .map(|device| CameraView {
            id: device.index.to_string(),
            name: device.name,
            kind: CameraKind::Device,
        })
        .collect();
    if install::demonstration().is_some() {
        for (id, name) in [
            (DEMO, "Demonstration (photographs)"),
            (STRANGER, "Demonstration (another person)"),
        ] {
            cameras.push(CameraView {
                id: id.to_owned(),
                name: name.to_owned(),
                kind: CameraKind::Demo,
            });
        }
    }
    cameras.push(CameraView {
        id: window_camera::ID.to_owned(),
        name: "Camera of the window".to_owned(),
        kind: CameraKind::Window,
    });
    cameras
}

/// The camera of each capture.
pub(crate) fn specs(wallet: &Wallet, take: Take) -> Result<Vec<CameraSpec>, AppError> {
    let id = chosen(wallet)?;
    if id == window_camera::ID {
        return Ok(vec![CameraSpec::Window]);
    }
    if !is_demo(&id) {
        return id.parse().map(|spec| vec![spec]).map_err(|_| no_camera());
    }
    let folder = install::demonstration().ok_or_else(no_camera)?;
    let photo = |name: &str| CameraSpec::Photo(folder.join(name));
    Ok(match (id.as_str(), take) {
        (STRANGER, _) => vec![photo("biden.jpg")],
        (_, Take::Enrolment) => vec![photo("obama.jpg"), photo("obama2.jpg")],
        (_, Take::Renewal) => vec![photo("obama3.jpg"), photo("obama2.jpg")],
        (_, Take::Scan | Take::Signature) => vec![photo("obama3.jpg")],
    })
}

fn no_camera() -> AppError {
    AppError::of(ErrorCode::Camera)
}

/// Opens a camera whose frames are shown in a window as they come.
pub(crate) fn open(
    app: &App,
    spec: &CameraSpec,
    preview: Channel<Preview>,
) -> Result<Box<dyn FrameSource>, IdentityError> {
    let show = move |frame: &Frame| {
        // A window that is gone needs no pictures.
        let _ = preview.send(picture(frame));
    };
    let live = match spec {
        CameraSpec::Window => {
            let source = window_camera::source(app);
            Live::start(|| Ok(Box::new(source)), Pace::Source, show)
        }
        _ => live_camera(spec, show),
    };
    Ok(Box::new(live?))
}

/// A frame as a window draws it, see [`Preview`].
fn picture(frame: &Frame) -> Preview {
    let (width, height) = (frame.width(), frame.height());
    let widest = PREVIEW * width / width.max(height);
    let small = frame.thumbnail(widest.max(1), Mirror::Yes);
    let side = |n: u32| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let mut bytes = Vec::with_capacity(4 + small.rgba().len());
    bytes.extend(side(small.width()));
    bytes.extend(side(small.height()));
    bytes.extend_from_slice(small.rgba());
    Preview(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_small_either_way_round() {
        for (width, height) in [(1280, 720), (590, 960)] {
            let frame = Frame::filled(width, height, [9; 3]).unwrap();
            let Preview(bytes) = picture(&frame);
            let side = |at: usize| u32::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
            let longer = side(0).max(side(2));
            // A few pixels may be lost to whole numbers.
            assert!(longer <= PREVIEW && longer + 4 > PREVIEW, "{longer}");
        }
    }

    #[test]
    fn a_preview_says_its_size_and_is_a_mirror() {
        let mut frame = Frame::filled(4, 2, [0; 3]).unwrap();
        frame.rgb_mut()[..3].copy_from_slice(&[255, 128, 0]);
        let Preview(bytes) = picture(&frame);
        assert_eq!(&bytes[..4], &[4, 0, 2, 0]);
        assert_eq!(bytes.len(), 4 + 4 * 2 * 4);
        // The first column of the frame is the last of the mirror.
        assert_eq!(&bytes[4 + 3 * 4..4 + 4 * 4], &[255, 128, 0, 255]);
    }
}
