// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Settings of every target: the language as strict as it goes.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// One row a module, from the lowest level up.
///
/// A module imports only modules of a lower level; an `import C...` appears in
/// one wrapper only. `Tests/ArchitectureTests` refuses a source file that imports what its row does not name.
let modules: [(name: String, imports: [String])] = [
    // 0: bytes, secrets, clock, errors, messages, JSON
    ("Support", []),
    // 1: one wrapper per library
    ("Platform", ["Support", "CLinux"]),
    ("Crypto", ["Support", "COpenSSL"]),
    ("SSH", ["Support", "CLibSSH"]),
    ("SQLite", ["Support", "CSQLite"]),
    ("Compression", ["Support", "CZstd", "CZlib"]),
    ("Patterns", ["Support", "CPCRE2"]),
    ("SystemCalls", ["Support", "CSeccomp"]),
    ("OpenPGP", ["Support", "CRNP"]),
    ("XML", ["Support", "CLibXML2"]),
    // 2: columns in memory, identifiers, command lines
    ("Columns", ["Support"]),
    ("Identifiers", ["Support"]),
    ("Commands", ["Support"]),
    // 3: formats and protocols; no I/O but the stream they are given, no clock
    ("SFTP", ["Support"]),
    // a library that pushes its plaintext runs on a thread of its own: hence Platform
    ("Envelope", ["Support", "Platform", "Crypto", "OpenPGP"]),
    ("Containers", ["Support", "Compression"]),
    ("Records", ["Support", "Columns", "Identifiers", "Patterns", "XML"]),
    ("Parquet", ["Support", "Columns", "Compression"]),
    ("Pseudonymisation", ["Support", "Crypto", "Columns", "Identifiers"]),
    ("Journal", ["Support", "Platform", "Crypto"]),
    // 4: what happens to a value, who is left out
    ("Treatment", ["Support", "Columns", "Identifiers", "Pseudonymisation"]),
    ("Exclusion", ["Support", "Columns", "Pseudonymisation"]),
    // 5: the agreement that drives everything
    (
        "Convention",
        [
            "Support", "Patterns", "Columns", "Containers", "Records", "Treatment", "Pseudonymisation", "Exclusion",
            "Envelope",
        ]
    ),
    // 6: places on disk
    ("Home", ["Support", "Platform", "Crypto", "Envelope", "Records", "Pseudonymisation", "Journal", "Convention"]),
    ("Spool", ["Support", "Platform", "Crypto", "SFTP"]),
    ("Ledger", ["Support", "Crypto", "SQLite", "Pseudonymisation", "Exclusion"]),
    ("Catalogue", ["Support", "Platform", "Crypto", "Columns", "Parquet"]),
    (
        "Receipts",
        ["Support", "Platform", "Crypto", "Envelope", "Records", "Treatment", "Exclusion", "Convention"]
    ),
    // 7: the roles
    (
        "Reception",
        ["Support", "Platform", "SystemCalls", "SSH", "SFTP", "Spool", "Home", "Convention", "Journal", "Envelope"]
    ),
    (
        "Ingestion",
        [
            "Support", "Platform", "Crypto", "Patterns", "Columns", "Envelope", "Containers", "Records", "Parquet",
            "Pseudonymisation",
            "Journal", "Treatment", "Exclusion", "Convention", "Spool", "Ledger", "Catalogue", "Receipts",
        ]
    ),
    (
        "Monitoring",
        [
            "Support", "Platform", "Commands", "Journal", "Home", "Ledger", "Catalogue", "Convention", "Receipts",
            "Spool",
        ]
    ),
    // what the public is told of a base
    ("Cards", ["Support", "Platform", "Crypto", "Exclusion", "Records", "Convention", "Catalogue"]),
    // beside the gateway's roles and not above them: it uses Ingestion for nothing but its judge
    (
        "Producer",
        [
            "Support", "Platform", "Crypto", "SSH", "Compression", "Patterns", "Columns", "Identifiers", "SFTP",
            "Envelope", "Containers", "Records", "Pseudonymisation", "Treatment", "Exclusion", "Convention",
            "Receipts", "Ingestion",
        ]
    ),
]

/// System libraries: Swift name, pkg-config name, Debian package.
let libraries: [(name: String, pkgConfig: String?, package: String)] = [
    ("CLinux", nil, "libc6-dev"),
    ("COpenSSL", "libcrypto", "libssl-dev"),
    ("CLibSSH", "libssh", "libssh-dev"),
    ("CSQLite", "sqlite3", "libsqlite3-dev"),
    ("CZstd", "libzstd", "libzstd-dev"),
    ("CZlib", "zlib", "zlib1g-dev"),
    ("CPCRE2", "libpcre2-8", "libpcre2-dev"),
    ("CSeccomp", "libseccomp", "libseccomp-dev"),
    ("CRNP", "librnp", "librnp-dev"),
    ("CLibXML2", "libxml-2.0", "libxml2-dev"),
]

func isSystemLibrary(_ name: String) -> Bool { libraries.contains { $0.name == name } }

/// Folders of a test target that hold files for the tests to read, not sources.
func files(below target: String) -> [String] {
    ["Vectors", "Corpus", "Readers", "Clients/Scripts"].filter {
        FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(target)/\($0)")
    }
}

let package = Package(
    name: "ecluse",
    products: [.executable(name: "ecluse", targets: ["ecluse"])],
    targets: libraries.map {
        .systemLibrary(name: $0.name, pkgConfig: $0.pkgConfig, providers: [.apt([$0.package])])
    }
        + modules.map { module in
            .target(
                name: module.name,
                dependencies: module.imports.map { .target(name: $0) },
                swiftSettings: strict)
        }
        + [
            .executableTarget(
                name: "ecluse",
                dependencies: [
                    "Support", "Platform", "Reception", "Ingestion", "Monitoring", "Producer", "Home", "Convention",
                    "Ledger", "Catalogue", "Cards", "Exclusion", "Journal", "Receipts", "Spool", "Envelope", "Crypto",
                    "SSH", "Records", "Containers",
                    "Commands",
                    "SFTP", "SQLite",
                ],
                swiftSettings: strict),
            .target(
                name: "TestSupport", dependencies: ["Support", "Platform"], path: "Tests/TestSupport",
                exclude: files(below: "Tests/TestSupport"), swiftSettings: strict),
        ]
        + modules.map { module in
            .testTarget(
                name: "\(module.name)Tests",
                dependencies: (["TestSupport", module.name] + module.imports.filter { !isSystemLibrary($0) })
                    .map { .target(name: $0) },
                exclude: files(below: "Tests/\(module.name)Tests"),
                swiftSettings: strict)
        }
        + [
            .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: strict),
            .testTarget(
                name: "SystemTests",
                dependencies: [
                    "TestSupport", "Support", "Platform", "Crypto", "Envelope", "Ledger", "Journal", "Home",
                    "Convention",
                    "Receipts", "Catalogue", "Producer", "Ingestion", "Records", "Reception",
                ], exclude: files(below: "Tests/SystemTests"), swiftSettings: strict),
        ]
)
