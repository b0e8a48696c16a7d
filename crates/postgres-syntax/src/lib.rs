//! Where does each statement of a script begin and end, and what does it mean for the transaction around it?
//!
//! A linear scanner that reads characters exactly as Postgres's own does (`scan.l`, majors 14 to 18), a splitter on
//! top of it, positions for people, and the list of inputs that must not reach a server or a parser at all. It knows
//! tokens and key words, no grammar: what a statement does to data is the business of `hazards`.

mod cursor;
mod lexer;
mod position;
mod refusal;
mod script;
mod session;
mod token;
mod transaction;
mod value;

pub use cursor::Cursor;
pub use lexer::{Tokens, tokens};
pub use position::{Lines, Position, Span};
pub use refusal::{Refusal, RefusalKind, Within, refusals};
pub use script::{StatementText, split, statements, statements_within};
pub use session::{SessionChange, session_changes};
pub use token::{Token, TokenKind};
pub use transaction::{TransactionEffect, transaction_effect};
pub use value::{identifier, string, whole_identifier};
