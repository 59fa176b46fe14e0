package import Convention
internal import Envelope
internal import Platform

/// The files of a convention folder on disk.
package enum ConventionFolder {
    /// Most files of a folder.
    package static let maximumFiles = 1000

    /// The regular files of the folder at `path`, by name; hidden files and folders are left out.
    package static func read(_ path: String) throws(HomeFault) -> [String: [UInt8]] {
        do throws(SystemError) {
            let directory = try Directory(path)
            var files: [String: [UInt8]] = [:]
            for name in try directory.names().filter({ !$0.hasPrefix(".") }).prefix(maximumFiles) {
                guard try directory.status(name)?.kind == .file else { continue }
                files[name] = try directory.read(name, limit: ConventionLoader.maximumBytes)
            }
            return files
        } catch {
            throw .system(error)
        }
    }

    /// Reads and lints the folder at `path`, with public keys judged by the envelope's own parser.
    package static func load(_ path: String, checks: ConventionChecks = checks()) throws(HomeFault) -> ConventionReport {
        ConventionLoader.load(try read(path), checks: checks)
    }

    /// The checks that this module can give; patterns need a caller who has an engine.
    package static func checks(
        compiles: @escaping @Sendable (String) -> Bool = ConventionChecks.bracketsBalance,
        matches: @escaping @Sendable (String, String) -> Bool? = { _, _ in nil }
    ) -> ConventionChecks {
        ConventionChecks(compiles: compiles, matches: matches) { line in
            guard let key = try? SSHPublicKey(line: line) else { return false }
            return key.algorithm == .ed25519 || key.algorithm == .rsa && key.bits >= minimumRSABits
        }
    }

    /// ANSSI-PG-083: RSA of at least 3072 bits from 2031 on, 2048 until then.
    private static let minimumRSABits = 2048
}
