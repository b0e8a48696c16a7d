//! One client, one server, and what goes wrong between them.

use std::{future::pending, io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::sleep,
};

use crate::{
    Fault, Upstream, World,
    messages::{Messages, is_commit, is_ready},
};

/// Something that bytes go through.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// How it goes on after a message.
enum Next {
    /// As before.
    Carry,
    /// Both sides are cut off now.
    Cut,
    /// The server's answer is awaited and thrown away; then both sides are cut off.
    CutAfterAnswer,
    /// Nothing passes any more, until the client goes.
    Hold,
    /// The same once the server has answered, which is thrown away.
    HoldAfterAnswer,
}

/// Carries bytes both ways until one side ends or a fault ends both. Dropping the sockets is what cuts.
pub(crate) async fn carry(mut client: TcpStream, mut world: World) -> io::Result<()> {
    let mut server: Box<dyn Wire> = match &world.upstream {
        Upstream::Socket(file) => Box::new(UnixStream::connect(file).await?),
        Upstream::Tcp(address) => Box::new(TcpStream::connect(address).await?),
    };
    client.set_nodelay(true)?;
    let mut messages = Messages::default();
    let (mut from_client, mut from_server) = (vec![0; 16_384], vec![0; 16_384]);
    let mut client_has_ended = false;
    loop {
        let fault = *world.faults.borrow_and_update();
        if fault == Fault::Swallow {
            // Whoever changes the fault again lets what has piled up pass.
            if world.faults.changed().await.is_err() {
                pending::<()>().await;
            }
            continue;
        }
        tokio::select! {
            changed = world.faults.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
            }
            read = client.read(&mut from_client), if !client_has_ended => {
                let read = read?;
                if read == 0 {
                    // The server learns of it, and may still have something to say.
                    server.shutdown().await?;
                    client_has_ended = true;
                }
                messages.push(&from_client[..read]);
                while let Some(message) = messages.next() {
                    match pass_on(&message, &mut server, &world).await? {
                        Next::Carry => {}
                        Next::Cut => return Ok(()),
                        Next::CutAfterAnswer => return answer(&mut server).await,
                        Next::Hold => return until_gone(&mut client).await,
                        Next::HoldAfterAnswer => {
                            answer(&mut server).await?;
                            return until_gone(&mut client).await;
                        }
                    }
                }
            }
            read = server.read(&mut from_server) => {
                let read = read?;
                if read == 0 {
                    return Ok(());
                }
                send(&mut client, &from_server[..read], fault).await?;
            }
        }
    }
}

/// Passes one message of the client on, or does not.
async fn pass_on(message: &[u8], server: &mut Box<dyn Wire>, world: &World) -> io::Result<Next> {
    let due = if is_commit(message) { world.take_commit() } else { None };
    match due {
        Some(Fault::CutBeforeCommit) => return Ok(Next::Cut),
        Some(Fault::HoldBeforeCommit) => return Ok(Next::Hold),
        _ => {}
    }
    let fault = *world.faults.borrow();
    send(server, message, fault).await?;
    Ok(match due {
        Some(Fault::CutAtCommit) => Next::Cut,
        Some(Fault::CutAfterCommit) => Next::CutAfterAnswer,
        Some(Fault::HoldAfterCommit) => Next::HoldAfterAnswer,
        Some(Fault::HalfCloseAtCommit) => {
            server.shutdown().await?;
            Next::Carry
        }
        _ => Next::Carry,
    })
}

/// Reads until the server is ready for the next query.
async fn answer(server: &mut Box<dyn Wire>) -> io::Result<()> {
    let mut messages = Messages::in_session();
    let mut bytes = vec![0; 16_384];
    loop {
        let read = server.read(&mut bytes).await?;
        messages.push(&bytes[..read]);
        let mut ready = std::iter::from_fn(|| messages.next());
        if read == 0 || ready.any(|message| is_ready(&message)) {
            return Ok(());
        }
    }
}

/// Reads what the client says, for nobody, until it says no more.
async fn until_gone(client: &mut TcpStream) -> io::Result<()> {
    let mut bytes = vec![0; 16_384];
    while client.read(&mut bytes).await? > 0 {}
    Ok(())
}

/// Writes in the manner of the fault.
async fn send(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8], fault: Fault) -> io::Result<()> {
    match fault {
        Fault::Delay(pause) => {
            sleep(pause).await;
            to.write_all(bytes).await?;
        }
        Fault::Dribble => {
            for byte in bytes {
                to.write_all(&[*byte]).await?;
                to.flush().await?;
                // Lets the other side read it before the next one comes.
                sleep(Duration::from_micros(20)).await;
            }
        }
        _ => to.write_all(bytes).await?,
    }
    to.flush().await
}
