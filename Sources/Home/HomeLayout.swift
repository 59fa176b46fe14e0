package import Journal

/// Where everything lies below a home directory (design §3).
package struct HomeLayout: Sendable, Equatable {
    /// Absolute or relative path of the home directory, without a slash at its end.
    package let root: String

    /// The layout of the home at `root`.
    package init(_ root: String) {
        var path = root
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.root = path
    }

    /// Name of the configuration file.
    package static let configurationName = "ecluse.json5"
    /// Name of the host key's file.
    package static let hostKeyName = "ssh_host_ed25519_key"
    /// Name of the RSA host key's file, for clients that know no Ed25519; homes made before it was have none.
    package static let hostRSAKeyName = "ssh_host_rsa_key"
    /// Name of the receipt key's file.
    package static let receiptKeyName = "receipt_ed25519_key"
    /// End of the names of envelope identities.
    package static let envelopeSuffix = ".agekey"
    /// End of the names of keys for CMS, each with its certificate.
    package static let cmsSuffix = ".cmskey"
    /// End of the names of secret OpenPGP keys, which lie beside them.
    package static let openPGPSuffix = ".pgpkey"
    /// Every directory that a new home has, parents first.
    package static let directories =
        ["conventions", "nomenclatures", "keys"]
        + ["host", "envelope", "receipt", "pseudonym", "convention-signers"].map { "keys/" + $0 }
        + ["spool", "archive", "catalogue", "ledger", "journal"] + JournalRole.allCases.map { "journal/" + $0.rawValue }

    package var configuration: String { root + "/" + HomeLayout.configurationName }
    package var conventions: String { root + "/conventions" }
    package var nomenclatures: String { root + "/nomenclatures" }
    package var keys: String { root + "/keys" }
    package var hostKeys: String { keys + "/host" }
    package var hostKey: String { hostKeys + "/" + HomeLayout.hostKeyName }
    package var hostRSAKey: String { hostKeys + "/" + HomeLayout.hostRSAKeyName }
    package var envelopeKeys: String { keys + "/envelope" }
    package var receiptKeys: String { keys + "/receipt" }
    package var receiptKey: String { receiptKeys + "/" + HomeLayout.receiptKeyName }
    package var pseudonymKeys: String { keys + "/pseudonym" }
    package var conventionSigners: String { keys + "/convention-signers" }
    package var spool: String { root + "/spool" }
    package var archive: String { root + "/archive" }
    package var catalogue: String { root + "/catalogue" }
    /// Folder of the ledger: SQLite keeps its write-ahead log and its index beside it, so whoever owns the ledger must be able to
    /// make files there, and nobody need be able to at the top of the home.
    package var ledgerFolder: String { root + "/ledger" }
    package var ledger: String { ledgerFolder + "/ledger.sqlite" }
    package var journal: String { root + "/journal" }

    /// Folder of one version of a convention.
    package func convention(_ id: String, version: Int) -> String { "\(conventions)/\(id)/\(version)" }
    /// Folder of an account in the spool.
    package func spool(account: String) -> String { spool + "/" + account }
    /// Folder of a table in the catalogue.
    package func table(_ table: String, base: String) -> String { "\(catalogue)/\(base)/\(table)" }
    /// Folder of a role's journal.
    package func journal(_ role: JournalRole) -> String { journal + "/" + role.rawValue }
}
