package import Convention
package import Envelope
internal import Platform
package import Pseudonymisation
internal import Support

/// Loads the keys of a home, each by the role that needs it, and refuses one that others can read or that is an example.
package struct HomeKeys: Sendable {
    private let layout: HomeLayout
    private let takesExamples: Bool

    /// The keys of the home at `layout`; example keys are taken only where `configuration` says demo.
    package init(_ layout: HomeLayout, _ configuration: Configuration) {
        self.layout = layout
        takesExamples = configuration.demo
    }

    /// The host key.
    ///
    /// The receiver gives its file (``HomeLayout/hostKey``) to the SSH library after this check.
    package func host() throws(HomeFault) -> SSHPrivateKey {
        try sshKey(layout.hostKeys, HomeLayout.hostKeyName, label: "keys/host/" + HomeLayout.hostKeyName)
    }

    /// The RSA host key; nil in a home that has none.
    package func hostRSA() throws(HomeFault) -> SSHHostRSAKey? {
        guard FileDescriptor.exists(layout.hostRSAKey) else { return nil }
        let label = "keys/host/" + HomeLayout.hostRSAKeyName
        var bytes = try KeyFile.read(layout.hostKeys, HomeLayout.hostRSAKeyName, label: label)
        defer { SecretBytes.zero(&bytes) }
        guard let key = try? SSHHostRSAKey(bytes) else { throw .keyMalformed(file: label) }
        if ExampleKeys.contains(key.publicKey) { try refuseExample(label) }
        return key
    }

    /// The files of the host keys for the SSH library, the preferred one first, once each is checked.
    package func hostFiles() throws(HomeFault) -> [String] {
        _ = try host()
        return [layout.hostKey] + (try hostRSA() == nil ? [] : [layout.hostRSAKey])
    }

    /// The key that signs receipts.
    package func receipt() throws(HomeFault) -> SSHPrivateKey {
        try sshKey(layout.receiptKeys, HomeLayout.receiptKeyName, label: "keys/receipt/" + HomeLayout.receiptKeyName)
    }

    /// The public half of the key that signs receipts: all that the monitor reads of the keys.
    package func receiptPublic() throws(HomeFault) -> SSHPublicKey {
        try publicKey(layout.receiptKeys, HomeLayout.receiptKeyName)
    }

    /// The identities that open envelopes, the newest (last by file name) first.
    package func envelope() throws(HomeFault) -> EnvelopeIdentities {
        var identities: [AgeIdentity] = []
        for name in try names(layout.envelopeKeys).filter({ $0.hasSuffix(HomeLayout.envelopeSuffix) }).reversed() {
            let label = "keys/envelope/" + name
            var bytes = try KeyFile.read(layout.envelopeKeys, name, label: label)
            defer { SecretBytes.zero(&bytes) }
            guard let found = try? AgeIdentity.parse(file: bytes) else { throw .keyMalformed(file: label) }
            for identity in found where ExampleKeys.contains(identity.recipient) { try refuseExample(label) }
            identities += found
        }
        guard !identities.isEmpty else { throw .keyMissing(file: "keys/envelope/*" + HomeLayout.envelopeSuffix) }
        return EnvelopeIdentities(age: identities, cms: try cms(), openPGP: try openPGP())
    }

    /// Keys for CMS, the newest (last by file name) first; a home in which no convention takes CMS has none.
    private func cms() throws(HomeFault) -> [CMSIdentity] {
        var identities: [CMSIdentity] = []
        for name in try names(layout.envelopeKeys).filter({ $0.hasSuffix(HomeLayout.cmsSuffix) }).reversed() {
            let label = "keys/envelope/" + name
            var bytes = try KeyFile.read(layout.envelopeKeys, name, label: label)
            defer { SecretBytes.zero(&bytes) }
            guard let identity = try? CMSIdentity(file: bytes) else { throw .keyMalformed(file: label) }
            identities.append(identity)
        }
        return identities
    }

    /// The secret OpenPGP keys, the newest (last by file name) first; a home in which no convention takes OpenPGP has none.
    private func openPGP() throws(HomeFault) -> [OpenPGPIdentity] {
        var identities: [OpenPGPIdentity] = []
        for name in try names(layout.envelopeKeys).filter({ $0.hasSuffix(HomeLayout.openPGPSuffix) }).reversed() {
            let label = "keys/envelope/" + name
            var bytes = try KeyFile.read(layout.envelopeKeys, name, label: label)
            defer { SecretBytes.zero(&bytes) }
            guard let identity = try? OpenPGPIdentity(bytes) else { throw .keyMalformed(file: label) }
            if ExampleKeys.contains(identity) { try refuseExample(label) }
            identities.append(identity)
        }
        return identities
    }

    /// The pseudonym secrets of every domain and epoch.
    package func pseudonyms() throws(HomeFault) -> PseudonymKeyRing {
        var secrets: [PseudonymSecret] = []
        for name in try names(layout.pseudonymKeys) {
            let label = "keys/pseudonym/" + name
            var bytes = try KeyFile.read(layout.pseudonymKeys, name, label: label)
            do throws(PseudonymisationFault) {
                let secret = try PseudonymSecretFile.decode(&bytes)
                guard PseudonymSecretFile.name(of: secret) == name else { throw .secretFile(line: 1) }
                secrets.append(secret)
            } catch {
                throw .keyMalformed(file: label)
            }
            if let secret = secrets.last, ExampleKeys.contains(secret.key) { try refuseExample(label) }
        }
        do throws(PseudonymisationFault) { return try PseudonymKeyRing(secrets) } catch { throw .key(error.code) }
    }

    /// Refuses conventions whose accounts hold the example producer key.
    package func check(_ conventions: [Convention]) throws(HomeFault) {
        for convention in conventions {
            for line in convention.accounts.flatMap(\.publicKeys) {
                guard let key = try? SSHPublicKey(line: line), ExampleKeys.contains(key) else { continue }
                try refuseExample(
                    "conventions/\(convention.id)/\(convention.version)/\(ConventionLoader.conventionFile)")
            }
        }
    }

    /// What producers may know: read from the public halves, so that no role needs another's secret.
    package func identity(_ configuration: Configuration) throws(HomeFault) -> GatewayIdentity {
        var hosts = [try publicKey(layout.hostKeys, HomeLayout.hostKeyName)]
        if FileDescriptor.exists(layout.hostRSAKey + ".pub") {
            hosts.append(try publicKey(layout.hostKeys, HomeLayout.hostRSAKeyName))
        }
        let receipt = try receiptPublic()
        guard
            let name = try names(layout.envelopeKeys).last(where: { $0.hasSuffix(HomeLayout.envelopeSuffix + ".pub") })
        else {
            throw .keyMissing(file: "keys/envelope/*" + HomeLayout.envelopeSuffix + ".pub")
        }
        let recipient = try line(layout.envelopeKeys, name)
        var openPGPKey: [UInt8]?
        if let name = try newestPair(HomeLayout.openPGPSuffix) { openPGPKey = try file(layout.envelopeKeys, name) }
        return GatewayIdentity(
            recipient: recipient, certificate: try certificate(), openPGPKey: openPGPKey,
            receiptKey: receipt.description,
            hostKeys: hosts.map { .init(name: $0.algorithm.title, line: $0.description, fingerprint: $0.fingerprint) },
            host: configuration.publicName, port: configuration.listenPort)
    }

    /// The newest certificate that CMS files are sealed to.
    private func certificate() throws(HomeFault) -> RecipientCertificate? {
        guard let name = try newestPair(HomeLayout.cmsSuffix) else { return nil }
        guard let certificate = RecipientCertificate(try file(layout.envelopeKeys, name)) else {
            throw .keyMalformed(file: name)
        }
        return certificate
    }

    /// The public half of the newest pair with `suffix`; one whose secret is not there was interrupted, and opens nothing.
    private func newestPair(_ suffix: String) throws(HomeFault) -> String? {
        let names = try names(layout.envelopeKeys)
        return names.last { $0.hasSuffix(suffix) && names.contains($0 + ".pub") }.map { $0 + ".pub" }
    }

    private func sshKey(_ folder: String, _ name: String, label: String) throws(HomeFault) -> SSHPrivateKey {
        var bytes = try KeyFile.read(folder, name, label: label)
        defer { SecretBytes.zero(&bytes) }
        guard let key = try? SSHPrivateKey(bytes) else { throw .keyMalformed(file: label) }
        if ExampleKeys.contains(key.publicKey) { try refuseExample(label) }
        return key
    }

    private func publicKey(_ folder: String, _ name: String) throws(HomeFault) -> SSHPublicKey {
        guard let key = try? SSHPublicKey(line: try line(folder, name + ".pub")) else {
            throw .keyMalformed(file: name + ".pub")
        }
        return key
    }

    private func file(_ folder: String, _ name: String) throws(HomeFault) -> [UInt8] {
        try system { () throws(SystemError) in try Directory(folder).read(name, limit: KeyFile.maximumBytes) }
    }

    private func line(_ folder: String, _ name: String) throws(HomeFault) -> String {
        let bytes = try file(folder, name)
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private func names(_ folder: String) throws(HomeFault) -> [String] {
        try system { () throws(SystemError) in try Directory(folder).names() }.filter { !$0.hasPrefix(".") }
    }

    private func refuseExample(_ label: String) throws(HomeFault) {
        if !takesExamples { throw .exampleKey(file: label) }
    }
}
