//! Down: everything up to the next checkpoint, published at once.

use chrono::{DateTime, Utc};
use protocol::{Fingerprint, MAX_HELD, Op, Position, PullReply, PullRequest, WIRE_VERSION};
use replica::{Pulled, outbox};
use tokio::time::Instant;

use super::pace::Pace;
use super::remote::Server;
use super::round::Round;
use crate::handover::numbers;
use crate::{CLOCK_AHEAD, Engine, Reply, identity};

/// How far the server had come at the last pull, among the settings.
const MARK: &str = "mark";

/// The server's epoch, among the settings.
const EPOCH: &str = "epoch";

/// What comes down, while it comes.
struct Taking {
    /// The epoch that was known before.
    before: Option<String>,
    /// The next question.
    request: PullRequest,
    positions: Vec<Position>,
    /// The authorities that the server names.
    authorities: Vec<Fingerprint>,
    marks: Vec<String>,
    pulled: Pulled,
}

impl Engine {
    /// Takes everything up to the next checkpoint, then publishes it at once. Returns how many acts
    /// are to be offered again. `cloned` says that a copy of this machine is at work.
    pub(super) async fn pull(
        &self,
        server: &Server,
        cloned: bool,
        round: &mut Round,
    ) -> Reply<u64> {
        let mut taking = self.begin_taking(server).await?;
        let mut pace = Pace::ROWS;
        loop {
            let (asked, began) = (self.clock.of_machine(), Instant::now());
            let page = server.ask("/sync/v1/pull", taking.next()).await;
            let page: PullReply = match page {
                // A page that did not come whole is asked for in smaller ones.
                Err(failure) if server.again(&failure, pace.broke()).await => {
                    taking.request.most = u32::try_from(pace.size()).ok();
                    continue;
                }
                page => page?,
            };
            pace.went(began.elapsed());
            if taking.request.most.is_some() {
                taking.request.most = u32::try_from(pace.size()).ok();
            }
            self.measure_clock(asked, page.server_time).await?;
            let more = page.more;
            taking.take(page, cloned);
            if !more {
                break;
            }
        }
        round.rows = u32::try_from(taking.pulled.rows.len()).unwrap_or(u32::MAX);
        self.publish(server, taking).await
    }

    /// Compares the machine's clock with the server's, which said its time somewhere between the
    /// question and its answer.
    async fn measure_clock(&self, asked: DateTime<Utc>, said: DateTime<Utc>) -> Reply<()> {
        let half = (self.clock.of_machine() - asked) / 2;
        let before = self.clock.ahead();
        self.clock.put_right(asked + half - said);
        let ahead = self.clock.ahead();
        if (ahead - before).abs() < chrono::Duration::seconds(1) {
            self.clock.put_right(before);
            return Ok(());
        }
        self.set_setting(CLOCK_AHEAD, &ahead.num_milliseconds())
            .await
    }

    async fn begin_taking(&self, server: &Server) -> Reply<Taking> {
        let (officer, device) = (server.person.officer, server.person.device);
        let before: Option<String> = self.setting(EPOCH).await?;
        let mut reader = self.replica.reader().await?;
        let answered_seq = outbox::answered_seq(&mut reader, device).await?;
        let mut held = outbox::held(&mut reader, device).await?;
        held.truncate(MAX_HELD);
        let unsent = outbox::counts(&mut reader).await?.0.into();
        drop(reader);
        Ok(Taking {
            request: PullRequest {
                v: WIRE_VERSION,
                epoch: before.clone(),
                positions: vec![],
                answered_seq,
                mark: self.setting::<Option<String>>(MARK).await?.flatten(),
                unsent: Some(unsent),
                most: None,
                held,
            },
            before,
            positions: self.replica.positions().await?,
            authorities: vec![],
            marks: vec![],
            pulled: Pulled::by(officer, device),
        })
    }

    /// Notes the authorities that the server names, so that it is known when it goes over to the next.
    async fn know_by(&self, authorities: &[Fingerprint]) -> Reply<()> {
        let mut me = self.identity().await;
        let before = me.server.clone();
        me.server = before
            .as_ref()
            .map(|server| server.known_from_now_by(authorities));
        if me.server == before {
            return Ok(());
        }
        identity::store(&mut *self.replica.writer().await, &me).await?;
        *self.identity.write().await = me;
        Ok(())
    }

    async fn publish(&self, server: &Server, taking: Taking) -> Reply<u64> {
        let Taking {
            before,
            request,
            positions,
            authorities,
            marks,
            mut pulled,
        } = taking;
        pulled.afresh = before.is_some() && before != request.epoch;
        pulled.positions = positions;
        let key = server.person.key();
        let known = self.known_numbers().await?;
        let sign = |mut op: Op| {
            numbers::report(&known, &mut op.act);
            op.sign(&key)
        };
        let offered = self.replica.publish(&pulled, sign).await?;
        // The mark first: an old epoch with it only asks for everything anew.
        self.set_setting(MARK, &marks.first()).await?;
        self.set_setting(EPOCH, &request.epoch).await?;
        self.know_by(&authorities).await?;
        self.want_archived(&pulled.rows, server.person.unit).await?;
        Ok(offered)
    }
}

impl Taking {
    /// The next question. A mark says more than positions; without one they are named.
    fn next(&mut self) -> &PullRequest {
        if self.request.mark.is_none() {
            self.request.positions.clone_from(&self.positions);
        }
        &self.request
    }

    /// Takes a page in.
    fn take(&mut self, page: PullReply, cloned: bool) {
        let anew = self.request.epoch.as_ref() != Some(&page.epoch);
        if anew {
            self.begin_anew(&page);
        }
        let marked = self.request.mark.take().is_some() && !anew;
        self.pulled.rows.extend(page.rows);
        self.pulled.answers.extend(page.answers);
        self.authorities = page.authorities;
        // Where a copy of this machine is at work, the server's last place is the copy's: what was
        // done here is not there.
        self.pulled.last_op_seq = if cloned { 0 } else { page.last_op_seq };
        for reached in page.positions {
            self.positions.retain(|p| p.stream != reached.stream);
            self.positions.push(reached);
        }
        // While positions are paged, streams that were taken first change on: the first mark
        // counts. From mark to mark each one follows on the last.
        if marked {
            self.marks.clear();
            self.request.mark.clone_from(&page.mark);
        }
        self.marks.extend(page.mark);
    }

    /// Another epoch: what came so far is of no use.
    fn begin_anew(&mut self, page: &PullReply) {
        self.positions.clear();
        self.marks.clear();
        self.pulled.rows.clear();
        self.request.answered_seq = page.last_op_seq;
        self.request.epoch = Some(page.epoch.clone());
    }
}
