//! One short text that two equal schemas share.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::{Identity, Object, Snapshot, Value, object::Weight};

/// Says what is summed up and how; another number whenever either changes, the queries included.
const DOMAIN: &str = "migration-gate catalog 1";

impl Snapshot {
    /// SHA-256 over all objects, as 64 hexadecimal digits. Equal for equal schemas in different databases of one major version; internal
    /// numbers, column positions and soft properties (comments, extension versions) do not count.
    pub fn fingerprint(&self) -> String {
        let mut sum = Sum(Sha256::new());
        sum.text(DOMAIN);
        for object in self.objects() {
            sum.object(object);
        }
        sum.finish()
    }

    /// Each object by kind and name, with the beginning of a SHA-256 of what is in the fingerprint of it: shows which objects differ where
    /// two fingerprints do.
    pub fn object_digests(&self) -> BTreeMap<String, String> {
        let digest = |object: &Object| {
            let mut sum = Sum(Sha256::new());
            sum.object(object);
            let mut digest = sum.finish();
            digest.truncate(OBJECT_DIGITS);
            digest
        };
        self.objects().map(|object| (object_key(&object.identity), digest(object))).collect()
    }
}

/// What [`Snapshot::object_digests`] calls an object.
pub fn object_key(identity: &Identity) -> String {
    format!("{} {identity}", identity.kind)
}

/// Digits of an object's digest: enough that none collides by accident; the fingerprint is what is relied on.
const OBJECT_DIGITS: usize = 16;

/// Texts are added with their length in front, so that no two different snapshots add the same bytes.
struct Sum(Sha256);

impl Sum {
    fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn optional(&mut self, text: Option<&str>) {
        self.count(usize::from(text.is_some()));
        self.text(text.unwrap_or_default());
    }

    fn object(&mut self, object: &Object) {
        let identity = &object.identity;
        self.text(&identity.kind.to_string());
        self.optional(identity.schema.as_ref().map(|schema| schema.as_str()));
        self.optional(identity.parent.as_ref().map(|parent| parent.as_str()));
        self.text(identity.name.as_str());
        self.optional(identity.arguments.as_deref());
        for property in object.properties.iter().filter(|property| property.weight() == Weight::Full) {
            self.text(&property.name);
            match &property.value {
                Value::Text(text) => {
                    self.count(0);
                    self.text(text);
                }
                Value::List(list) => {
                    self.count(1 + list.len());
                    list.iter().for_each(|text| self.text(text));
                }
            }
        }
        self.count(0); // no property has an empty name, so this ends the object
    }
}
