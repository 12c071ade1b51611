//! Enrol, open, renew and recover: joins face, sketch, cosign and the keeper.
