//! Where frames come from: a device, replayed photographs, pushed frames.
