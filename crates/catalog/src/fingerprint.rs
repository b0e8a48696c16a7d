//! One short text that two equal schemas share.

use sha2::{Digest, Sha256};

use crate::{Object, Snapshot, Value, object::Weight};

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
        sum.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Texts are added with their length in front, so that no two different snapshots add the same bytes.
struct Sum(Sha256);

impl Sum {
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
