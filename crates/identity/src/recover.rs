//! A new device: the kit, a scan, the same addresses.

use std::path::Path;

use mien_frame::Frame;
use mien_keeper::protocol::{Drawing, ForgetConsent, KitSummary, Reply, Request, Seen};
use mien_keeper::{KeeperError, KitError, KitForm};
use rand_core::CryptoRng;

use crate::error::IdentityError;
use crate::pin::Pin;
use crate::scan::{Cameras, Desk};
use crate::session::Connection;

impl Connection {
    /// What a kit says about itself; nothing is imported.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn inspect_kit(&mut self, path: &Path) -> Result<KitSummary, IdentityError> {
        self.kit(&Request::InspectKit {
            path: path.to_path_buf(),
        })
    }

    /// Makes the kit's wallet the one here. It is not proved until a drill.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`]; where there is a wallet, nothing is changed.
    pub fn import_kit(&mut self, path: &Path) -> Result<KitSummary, IdentityError> {
        self.kit(&Request::ImportKit {
            path: path.to_path_buf(),
        })
    }

    /// What the kit in front of a camera says about itself, or nothing while
    /// none is seen. The keeper looks for the code; this process does not read it.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`] for a kit that cannot be used.
    pub fn inspect_kit_seen(&mut self, frame: &Frame) -> Result<Option<KitSummary>, IdentityError> {
        match self.kit(&Request::InspectKitSeen(Seen::new(frame))) {
            Ok(summary) => Ok(Some(summary)),
            Err(IdentityError::Keeper(KeeperError::Kit(KitError::NoQr { .. }))) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Makes the wallet of the kit in this frame the one here, as
    /// [`Connection::import_kit`] does.
    ///
    /// # Errors
    /// As there.
    pub fn import_kit_seen(&mut self, frame: &Frame) -> Result<KitSummary, IdentityError> {
        self.kit(&Request::ImportKitSeen(Seen::new(frame)))
    }

    /// Writes the kit to a new file that only its owner may read.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn export_kit(&mut self, form: KitForm, path: &Path) -> Result<(), IdentityError> {
        self.ask(&Request::ExportKit {
            form,
            path: path.to_path_buf(),
        })
        .map(|_| ())
    }

    /// Draws the kit's QR code on standard error, by the keeper itself.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn draw_kit(&mut self) -> Result<(), IdentityError> {
        self.ask(&Request::DrawKit(Drawing::Terminal)).map(|_| ())
    }

    /// Draws the kit for a sheet of paper, where [`Connection::open_drawing`] said:
    /// its side in modules and the `d` of an SVG path, a line each.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn draw_kit_sheet(&mut self) -> Result<(), IdentityError> {
        self.ask(&Request::DrawKit(Drawing::Sheet)).map(|_| ())
    }

    /// The person says that the sheet is on paper.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`].
    pub fn kit_printed(&mut self) -> Result<(), IdentityError> {
        self.ask(&Request::KitPrinted).map(|_| ())
    }

    /// Puts the record before the last renewal in force again.
    ///
    /// # Errors
    /// [`IdentityError::Keeper`], also when there is none.
    pub fn undo_renewal(&mut self) -> Result<(), IdentityError> {
        self.ask(&Request::UndoRenewal).map(|_| ())
    }

    /// Removes the helper data for an address that was typed out.
    ///
    /// # Errors
    /// [`KeeperError::ForgetNeedsCopy`] when it is another address.
    pub fn forget_by_address(&mut self, typed: &str) -> Result<(), IdentityError> {
        let consent = ForgetConsent::AddressTyped(typed.to_owned());
        self.ask(&Request::Forget(consent)).map(|_| ())
    }

    fn kit(&mut self, request: &Request) -> Result<KitSummary, IdentityError> {
        match self.ask(request)? {
            Reply::Kit(summary) => Ok(summary),
            other => Err(KeeperError::Protocol(format!("{other:?}")).into()),
        }
    }
}

impl<R: CryptoRng> Desk<'_, R> {
    /// Drills, reads the kit back, and removes the helper data.
    ///
    /// # Errors
    /// Those of a drill; [`KeeperError::OtherWallet`] for another wallet's kit.
    pub fn forget_with_kit(
        &self,
        cameras: &mut dyn Cameras,
        pin: Option<&Pin>,
        tries: u8,
        kit: &Path,
    ) -> Result<(), IdentityError> {
        let mut drilled = self.drill(cameras, pin, tries)?;
        let consent = ForgetConsent::KitReadBack(kit.to_path_buf());
        drilled.matched.session.done(&Request::Forget(consent))
    }
}
