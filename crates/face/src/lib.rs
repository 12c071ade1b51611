//! From frames to a face template: detection, landmarks, quality, alignment, embedding.
