//! Has somebody asked for an end?

use tokio::sync::watch;

/// Whoever may ask for an end. Asking is final.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// What a run looks at to learn whether it is to end.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// A pair of those who ask and those who are asked.
    pub fn new() -> (Stopper, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Stopper(sender), Stop(receiver))
    }

    /// A run that nobody ends.
    pub fn never() -> Stop {
        Stop::new().1
    }

    /// Whether an end was asked for.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when an end is asked for.
    pub async fn asked(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|asked| *asked).await.is_err() {
            // Nobody is left who could ask.
            std::future::pending::<()>().await;
        }
    }
}

impl Stopper {
    /// Asks for an end.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }
}
