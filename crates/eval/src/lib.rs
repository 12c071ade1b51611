//! Accuracy and protection of the biometrics, measured on labelled photographs.
