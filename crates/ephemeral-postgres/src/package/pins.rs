//! Which packages do we know? Digest and size as the registry gave them on 2026-11-21, each compared with the fetched archive.
//!
//! The publisher has no version 14 for other systems than Linux on x86-64.

use super::Package;

/// One platform after the other, newest major first.
pub(super) const PINS: [Package; 17] = [
    Package {
        platform: "linux-x64",
        version: "18.4.0-beta.17",
        size_bytes: 23_732_346,
        integrity: "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    },
    Package {
        platform: "linux-x64",
        version: "17.10.0-beta.17",
        size_bytes: 23_500_205,
        integrity: "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
    },
    Package {
        platform: "linux-x64",
        version: "16.14.0-beta.17",
        size_bytes: 23_188_454,
        integrity: "sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
    },
    Package {
        platform: "linux-x64",
        version: "15.18.0-beta.17",
        size_bytes: 23_027_281,
        integrity: "sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
    },
    Package {
        platform: "linux-x64",
        version: "14.23.0-beta.17",
        size_bytes: 22_888_359,
        integrity: "sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
    },
    Package {
        platform: "linux-arm64",
        version: "18.4.0-beta.17",
        size_bytes: 22_982_269,
        integrity: "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
    },
    Package {
        platform: "linux-arm64",
        version: "17.10.0-beta.17",
        size_bytes: 22_767_514,
        integrity: "sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
    },
    Package {
        platform: "linux-arm64",
        version: "16.14.0-beta.17",
        size_bytes: 22_464_151,
        integrity: "sha512-LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==",
    },
    Package {
        platform: "linux-arm64",
        version: "15.18.0-beta.17",
        size_bytes: 22_320_686,
        integrity: "sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==",
    },
    Package {
        platform: "darwin-arm64",
        version: "18.4.0-beta.17",
        size_bytes: 55_198_393,
        integrity: "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
    },
    Package {
        platform: "darwin-arm64",
        version: "17.10.0-beta.17",
        size_bytes: 51_141_714,
        integrity: "sha512-E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
    },
    Package {
        platform: "darwin-arm64",
        version: "16.14.0-beta.17",
        size_bytes: 50_806_689,
        integrity: "sha512-CB1DFZ08zfmNapx231rAJW74UZfs1jQmeGLwbQSaAIRVs2uqEdMhVNLwVlztFG3ZPSeuCsgTn/0yeYDmKF67og==",
    },
    Package {
        platform: "darwin-arm64",
        version: "15.18.0-beta.17",
        size_bytes: 50_498_279,
        integrity: "sha512-1hTznqARpTs+IaX3YYltEIJVNwXCuUoHhif+Xiub09SgtzpVhX1LRaJCpzp8kVJV0zxsBBFfv8kkT9TqJdJ32Q==",
    },
    Package {
        platform: "darwin-x64",
        version: "18.4.0-beta.17",
        size_bytes: 55_198_394,
        integrity: "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
    },
    Package {
        platform: "darwin-x64",
        version: "17.10.0-beta.17",
        size_bytes: 51_141_708,
        integrity: "sha512-gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg==",
    },
    Package {
        platform: "darwin-x64",
        version: "16.14.0-beta.17",
        size_bytes: 50_806_685,
        integrity: "sha512-zikibpPYGWokfT/OFWNHCwerA3ZGat0ZyCIXOIbIucLBMDHztQ2WZQ9R5zil6oOxzElrMz2Q4aEOssGNrMDdyg==",
    },
    Package {
        platform: "darwin-x64",
        version: "15.18.0-beta.17",
        size_bytes: 50_498_280,
        integrity: "sha512-W4Vd2hDkezdUAniJesLY0MZIfVJtyN7DNg2Q6X0ciwuhGYw/dh8ZDdZLZxSFmVNvpz8Itfj2s2P4MTFPczMMnQ==",
    },
];
