//! A camera of the computer, through Video4Linux.

use std::fs::File;
use std::io::ErrorKind;
use std::path::PathBuf;

use mien_frame::Frame;
use nokhwa::Camera;
use nokhwa::utils::{
    ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType,
};

use crate::pixels::{self, Format};
use crate::{CameraError, DeviceInfo, FrameSource};

/// Formats that we turn into frames, in the order in which we like them: a
/// compressed picture gives the most frames a second over a slow cable.
const FORMATS: [FrameFormat; 6] = [
    FrameFormat::MJPEG,
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::RAWRGB,
    FrameFormat::RAWBGR,
    FrameFormat::GRAY,
];

/// The size that we look for: a face at arm's length has its eyes about 100
/// pixels apart, and more pixels only cost time.
const WANTED: [u32; 2] = [1280, 720];

/// Frames a second that are enough.
const ENOUGH: u32 = 15;

/// Frames that a camera needs to find its exposure.
const WARMING_UP: u32 = 5;

/// Dark frames in a row after which we say that the camera is covered.
const BLACK_FRAMES: u32 = 15;

/// Mean brightness below which a frame is black, 0 to 255.
const BLACK: f32 = 4.0;

/// Damaged frames in a row after which we give up.
const DAMAGED_FRAMES: u32 = 30;

/// An open camera.
pub struct Device {
    camera: Camera,
    index: u32,
    format: Format,
    size: [u32; 2],
    warming_up: u32,
    black: u32,
}

impl Device {
    /// Opens the camera of this number and starts it.
    ///
    /// # Errors
    /// [`CameraError::NoCamera`], [`CameraError::NoPermission`],
    /// [`CameraError::Busy`], [`CameraError::NoFormat`] or
    /// [`CameraError::Failed`].
    pub fn open(index: u32) -> Result<Self, CameraError> {
        probe(index)?;
        let failed = |e: nokhwa::NokhwaError| CameraError::Failed {
            index,
            problem: e.to_string(),
        };
        // Asking for a size here would fail unless the camera has exactly it.
        let any = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
        let backend = ApiBackend::Video4Linux;
        let mut camera = Camera::with_backend(CameraIndex::Index(index), any, backend)
            .map_err(|e| why(index, failed(e)))?;
        let offers = camera.compatible_camera_formats().map_err(failed)?;
        let choice = choose(&offers).ok_or(CameraError::NoFormat { index })?;
        // nokhwa marks this as discouraged in favour of a request, which has the
        // problem above.
        #[allow(deprecated)]
        camera
            .set_camera_format(choice)
            .map_err(|e| why(index, failed(e)))?;
        camera.open_stream().map_err(|e| why(index, failed(e)))?;
        let size = [choice.resolution().width(), choice.resolution().height()];
        Ok(Self {
            format: format_of(choice.format()),
            size,
            camera,
            index,
            warming_up: WARMING_UP,
            black: 0,
        })
    }

    /// Waits for one readable frame.
    fn read(&mut self) -> Result<Frame, CameraError> {
        let index = self.index;
        let mut problem = String::new();
        for _ in 0..DAMAGED_FRAMES {
            let bytes = self.camera.frame_raw().map_err(|e| {
                let failed = CameraError::Failed {
                    index,
                    problem: e.to_string(),
                };
                gone(index, failed)
            })?;
            let [width, height] = self.size;
            match pixels::frame(self.format, width, height, &bytes) {
                Ok(frame) => return Ok(frame),
                // A frame that was damaged on the cable: the next will do.
                Err(e) => problem = e.to_string(),
            }
        }
        Err(CameraError::Failed { index, problem })
    }
}

impl FrameSource for Device {
    fn next_frame(&mut self) -> Result<Frame, CameraError> {
        loop {
            let frame = self.read()?;
            if self.warming_up > 0 {
                self.warming_up -= 1;
                continue;
            }
            if frame.mean_luma() >= BLACK {
                self.black = 0;
                return Ok(frame);
            }
            self.black += 1;
            if self.black >= BLACK_FRAMES {
                return Err(CameraError::Black { index: self.index });
            }
        }
    }

    fn description(&self) -> String {
        let [width, height] = self.size;
        let name = self.camera.info().human_name();
        format!("camera {}: {name}, {width} × {height}", self.index)
    }
}

impl std::fmt::Debug for Device {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Device({})", self.index)
    }
}

/// Every camera that Video4Linux names.
pub(crate) fn list() -> Result<Vec<DeviceInfo>, CameraError> {
    let found = nokhwa::query(ApiBackend::Video4Linux).map_err(|e| CameraError::Failed {
        index: 0,
        problem: e.to_string(),
    })?;
    let mut devices: Vec<DeviceInfo> = found
        .iter()
        .filter_map(|info| {
            Some(DeviceInfo {
                index: info.index().as_index().ok()?,
                name: info.human_name(),
            })
        })
        .collect();
    devices.sort_by_key(|d| d.index);
    Ok(devices)
}

fn path(index: u32) -> PathBuf {
    PathBuf::from(format!("/dev/video{index}"))
}

/// Opens the device file once, because the library's errors are only text.
fn probe(index: u32) -> Result<(), CameraError> {
    match File::options().read(true).write(true).open(path(index)) {
        Ok(_) => Ok(()),
        Err(e) => Err(classify(index, &e)),
    }
}

fn classify(index: u32, error: &std::io::Error) -> CameraError {
    match error.kind() {
        ErrorKind::NotFound => CameraError::NoCamera { index },
        ErrorKind::PermissionDenied => CameraError::NoPermission { index },
        ErrorKind::ResourceBusy => CameraError::Busy { index },
        _ => CameraError::Failed {
            index,
            problem: error.to_string(),
        },
    }
}

/// Why starting failed although the file could be opened: it went away, or
/// another program streams from it, which only streaming finds out.
fn why(index: u32, otherwise: CameraError) -> CameraError {
    match probe(index) {
        Err(e) => e,
        Ok(()) => match otherwise {
            CameraError::Failed { problem, .. } if is_busy(&problem) => CameraError::Busy { index },
            other => other,
        },
    }
}

/// The system's text for EBUSY, which is all that the library hands on.
fn is_busy(problem: &str) -> bool {
    const EBUSY: i32 = 16;
    problem.contains(&std::io::Error::from_raw_os_error(EBUSY).to_string())
        || problem.to_ascii_lowercase().contains("busy")
}

/// Why reading failed: the device file is gone, or something else.
fn gone(index: u32, otherwise: CameraError) -> CameraError {
    match probe(index) {
        Err(CameraError::NoCamera { .. }) => CameraError::Unplugged { index },
        // The file may outlive the device for a moment (ENODEV, ENXIO).
        Err(CameraError::Failed { .. }) => CameraError::Unplugged { index },
        Err(other) => other,
        Ok(()) => otherwise,
    }
}

/// The offer nearest to what we want: enough frames a second, the size, and
/// then the format.
fn choose(offers: &[CameraFormat]) -> Option<CameraFormat> {
    let rank = |offer: &CameraFormat| {
        let format = FORMATS.iter().position(|f| *f == offer.format())?;
        let slow = offer.frame_rate() < ENOUGH;
        let [w, h] = WANTED;
        let size = offer.width().abs_diff(w) + offer.height().abs_diff(h);
        Some((slow, size, format, u32::MAX - offer.frame_rate()))
    };
    offers
        .iter()
        .filter_map(|offer| Some((rank(offer)?, *offer)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, offer)| offer)
}

fn format_of(format: FrameFormat) -> Format {
    match format {
        FrameFormat::MJPEG => Format::Mjpeg,
        FrameFormat::YUYV => Format::Yuyv,
        FrameFormat::NV12 => Format::Nv12,
        FrameFormat::GRAY => Format::Grey,
        FrameFormat::RAWRGB => Format::Rgb,
        FrameFormat::RAWBGR => Format::Bgr,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    fn offer(width: u32, height: u32, format: FrameFormat, rate: u32) -> CameraFormat {
        CameraFormat::new_from(width, height, format, rate)
    }

    #[test]
    fn the_offer_nearest_to_the_wish_is_chosen() {
        let offers = [
            offer(640, 480, FrameFormat::YUYV, 30),
            offer(1280, 720, FrameFormat::YUYV, 10),
            offer(1280, 720, FrameFormat::MJPEG, 30),
            offer(1280, 720, FrameFormat::MJPEG, 60),
            offer(1920, 1080, FrameFormat::MJPEG, 30),
        ];
        let chosen = choose(&offers).unwrap();
        assert_eq!(chosen, offers[3]);
        // Only slow ones: then the size decides.
        assert_eq!(choose(&offers[1..2]), Some(offers[1]));
        assert_eq!(choose(&[]), None);
    }

    #[test]
    fn system_errors_have_their_own_sentences() {
        let of = |code| classify(3, &io::Error::from_raw_os_error(code)).to_string();
        assert!(of(2).contains("there is no camera 3"));
        assert!(of(13).contains("group `video`"));
        assert!(of(16).contains("in use"));
        assert!(is_busy(
            "VIDIOC_S_FMT: Device or resource busy (os error 16)"
        ));
        assert!(!is_busy("Invalid argument (os error 22)"));
    }

    #[test]
    fn a_camera_that_is_not_there_is_said_so() {
        assert!(matches!(
            Device::open(4_000_000),
            Err(CameraError::NoCamera { index: 4_000_000 })
        ));
    }
}
