//! How do keys and tokens look?

/// A prefix, and what follows it.
pub(super) struct Shape {
    pub(super) what: &'static str,
    pub(super) prefix: &'static str,
    pub(super) letters: fn(u8) -> bool,
    pub(super) least: usize,
    pub(super) most: usize,
}

const fn shape(what: &'static str, prefix: &'static str, letters: fn(u8) -> bool, least: usize, most: usize) -> Shape {
    Shape { what, prefix, letters, least, most }
}

const ANY: usize = usize::MAX;

/// Anything may follow that prefix, a template's words too.
pub(super) const BEARER: &str = "a bearer token";

/// From the documentation of those who issue them.
pub(super) const SHAPES: &[Shape] = &[
    shape("an AWS access key", "AKIA", is_upper, 16, 16),
    shape("an AWS access key", "ASIA", is_upper, 16, 16),
    shape("a GitHub token", "ghp_", is_alphanumeric, 30, ANY),
    shape("a GitHub token", "gho_", is_alphanumeric, 30, ANY),
    shape("a GitHub token", "ghu_", is_alphanumeric, 30, ANY),
    shape("a GitHub token", "ghs_", is_alphanumeric, 30, ANY),
    shape("a GitHub token", "ghr_", is_alphanumeric, 30, ANY),
    shape("a GitHub token", "github_pat_", is_word, 22, ANY),
    shape("a GitLab token", "glpat-", is_base64_url, 20, ANY),
    shape("a Slack token", "xoxb-", is_base64_url, 10, ANY),
    shape("a Slack token", "xoxp-", is_base64_url, 10, ANY),
    shape("a Slack token", "xoxa-", is_base64_url, 10, ANY),
    shape("a Slack token", "xoxr-", is_base64_url, 10, ANY),
    shape("a Slack token", "xoxs-", is_base64_url, 10, ANY),
    shape("a Slack token", "xapp-", is_base64_url, 10, ANY),
    shape("a Slack webhook", "hooks.slack.com/services/", is_path, 20, ANY),
    shape("a Discord webhook", "discord.com/api/webhooks/", is_path, 30, ANY),
    shape("a live Stripe key", "sk_live_", is_alphanumeric, 16, ANY),
    shape("a live Stripe key", "rk_live_", is_alphanumeric, 16, ANY),
    shape("a Stripe webhook secret", "whsec_", is_base64, 20, ANY),
    shape("a Google API key", "AIza", is_base64_url, 35, 35),
    shape("a Google OAuth secret", "GOCSPX-", is_base64_url, 20, ANY),
    shape("a Supabase key", "sb_secret_", is_word, 16, ANY),
    shape("a Supabase access token", "sbp_", is_alphanumeric, 32, ANY),
    shape("an OpenAI key", "sk-proj-", is_base64_url, 20, ANY),
    shape("an OpenAI key", "sk-svcacct-", is_base64_url, 20, ANY),
    shape("an Anthropic key", "sk-ant-", is_base64_url, 20, ANY),
    shape("an npm token", "npm_", is_alphanumeric, 36, ANY),
    shape("a PyPI token", "pypi-AgEI", is_base64_url, 20, ANY),
    shape("a SendGrid key", "SG.", is_dotted, 60, ANY),
    shape("a DigitalOcean token", "dop_v1_", is_alphanumeric, 40, ANY),
    shape("a Shopify token", "shpat_", is_alphanumeric, 30, ANY),
    shape("a Vault token", "hvs.", is_base64_url, 24, ANY),
    shape("a Hugging Face token", "hf_", is_alphanumeric, 30, ANY),
    shape("a Resend key", "re_", is_word, 32, ANY),
    shape(BEARER, "Bearer ", is_dotted, 24, ANY),
];

/// For each byte the shapes that begin with it, a bit for each; the last bit for what is read by code.
pub(super) const FIRST: [u64; 256] = {
    assert!(SHAPES.len() < 63);
    let mut first = [0; 256];
    let mut at = 0;
    while at < SHAPES.len() {
        first[SHAPES[at].prefix.as_bytes()[0] as usize] |= 1 << at;
        at += 1;
    }
    let others = b"e-:pPcv";
    let mut at = 0;
    while at < others.len() {
        first[others[at] as usize] |= 1 << 63;
        at += 1;
    }
    first
};

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

pub(super) fn is_base64_url(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

fn is_dotted(byte: u8) -> bool {
    is_base64_url(byte) || byte == b'.'
}

fn is_path(byte: u8) -> bool {
    is_base64_url(byte) || byte == b'/'
}
