//! Suspending a wallet and resuming it (the states of an identity, ISO/IEC
//! 24760-1): while it is suspended it shows and receives, and signs nothing.

use mien_store::SettingKey;

use crate::drill::Drill;
use crate::error::WalletError;
use crate::scans::ScanInputs;
use crate::wallet::Wallet;

/// Whether the wallet here signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeCycle {
    /// It does.
    Active,
    /// Its owner has stopped it.
    Suspended,
}

impl Wallet {
    /// Whether it signs.
    ///
    /// # Errors
    /// [`WalletError::Store`].
    pub fn life_cycle(&self) -> Result<LifeCycle, WalletError> {
        let suspended = self.store().settings().get(SettingKey::Suspended)?;
        Ok(match suspended {
            None => LifeCycle::Active,
            Some(_) => LifeCycle::Suspended,
        })
    }

    /// Signs nothing from now on, until [`Wallet::resume`]. Needs no scan: to
    /// stop must be easy. It stops who uses this program, not who has a copy of
    /// the helper data.
    ///
    /// # Errors
    /// No wallet here, or [`WalletError::Store`].
    pub fn suspend(&self) -> Result<(), WalletError> {
        self.identity()?;
        Ok(self.store().settings().set(SettingKey::Suspended, "yes")?)
    }

    /// Signs again, after a drill: the owner proves to be there.
    ///
    /// # Errors
    /// Those of a scan; the wallet stays suspended then.
    pub fn resume(&self, inputs: &ScanInputs) -> Result<Drill, WalletError> {
        let drill = self.drill(inputs)?;
        self.store().settings().clear(SettingKey::Suspended)?;
        Ok(drill)
    }

    /// Refuses while it is suspended.
    pub(crate) fn active(&self) -> Result<(), WalletError> {
        match self.life_cycle()? {
            LifeCycle::Active => Ok(()),
            LifeCycle::Suspended => Err(WalletError::Suspended),
        }
    }
}
