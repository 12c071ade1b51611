//! What can go wrong, and what to do next.

use std::path::PathBuf;

/// Errors of an evaluation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvalError {
    /// A folder or file could not be read.
    #[error("cannot read {}; check the path and its permissions", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}; check that the disk has room and the folder is yours", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The folder holds no labelled photographs.
    #[error(
        "{} holds no photographs; expected one folder a person with .jpg, .jpeg or .png files inside",
        path.display()
    )]
    NoPhotographs {
        /// The folder.
        path: PathBuf,
    },
    /// Too few persons for what was asked.
    #[error(
        "{what} needs at least {need} persons, {have} are there; add photographs of more people"
    )]
    TooFewPersons {
        /// The step.
        what: &'static str,
        /// How many it needs.
        need: usize,
        /// How many there are.
        have: usize,
    },
    /// Vectors of different lengths were mixed.
    #[error(
        "an embedding has {got} values where {want} were expected; delete the cache folder and run again"
    )]
    Dimension {
        /// Length found.
        got: usize,
        /// Length expected.
        want: usize,
    },
    /// A covariance could not be inverted.
    #[error("the fit found no usable directions; raise the shrinkage or lower the dimension")]
    Singular,
    /// The sketch refused its parameters or its input.
    #[error("{0}; choose other sketch parameters")]
    Sketch(#[from] mien_sketch::SketchError),
    /// The face pipeline failed.
    #[error(transparent)]
    Face(#[from] mien_face::FaceError),
    /// A photograph could not be replayed.
    #[error(transparent)]
    Camera(#[from] mien_camera::CameraError),
    /// A plot could not be drawn.
    #[error("cannot draw the plot ({problem}); the figures are in the JSON and Markdown files")]
    Plot {
        /// The library's reason.
        problem: String,
    },
    /// A JSON file of ours is damaged.
    #[error("{} is damaged; delete it and run the command that writes it again", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// The parser's reason.
        source: serde_json::Error,
    },
}
