//! How do names sort in English? With the root's collation data alone: those of all other languages take most of a megabyte in a binary.

use icu_collator::{
    Collator,
    options::CollatorOptions,
    provider::{
        Baked, CollationDiacriticsV1, CollationJamoV1, CollationMetadataV1, CollationReorderingV1, CollationRootV1,
        CollationSpecialPrimariesV1, CollationTailoringV1,
    },
};
use icu_locale_core::locale;
use icu_normalizer::provider::{Baked as Normalization, NormalizerNfdDataV1, NormalizerNfdTablesV1};
use icu_provider::{DataError, DataErrorKind, DataMarker, DataProvider, DataRequest, DataResponse};

/// What is compiled in, but for the tailoring of languages: English has none.
struct Untailored;

/// Data that come from somewhere else.
macro_rules! from_elsewhere {
    ($($marker:ty: $elsewhere:expr;)*) => {
        $(
            impl DataProvider<$marker> for Untailored {
                fn load(&self, request: DataRequest<'_>) -> Result<DataResponse<$marker>, DataError> {
                    $elsewhere.load(request)
                }
            }
        )*
    };
}

from_elsewhere! {
    CollationDiacriticsV1: Baked;
    CollationJamoV1: Baked;
    CollationMetadataV1: Baked;
    CollationReorderingV1: Baked;
    CollationRootV1: Baked;
    CollationSpecialPrimariesV1: Baked;
    NormalizerNfdDataV1: Normalization;
    NormalizerNfdTablesV1: Normalization;
}

impl DataProvider<CollationTailoringV1> for Untailored {
    fn load(&self, _: DataRequest<'_>) -> Result<DataResponse<CollationTailoringV1>, DataError> {
        Err(DataErrorKind::IdentifierNotFound.with_marker(CollationTailoringV1::INFO))
    }
}

/// The order of JavaScript's `localeCompare` in en-US.
pub(crate) fn collator() -> Collator {
    Collator::try_new_unstable(&Untailored, locale!("en-US").into(), CollatorOptions::default())
        .expect("the root's collation data are compiled in")
}
