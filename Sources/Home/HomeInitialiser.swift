internal import Convention
internal import Crypto
internal import Envelope
internal import Glibc
internal import Platform
package import Support

/// Makes a new home: directories, keys, a commented configuration.
package enum HomeInitialiser {
    /// Makes the home at `path`, which must be absent, empty, or prepared: with directories of a home and no file.
    ///
    /// What is prepared keeps its rights; run by root, each key is given to the owner of its directory.
    ///
    /// `changes` are settings (by `section.name`) that differ from their defaults. The keys are those of the folder `exampleKeys`, where
    /// one is named: anyone may know them, which is for demonstrations and tests only, and refused by every home whose
    /// configuration does not say so.
    package static func initialise(
        _ path: String, clock: any Clock, changes: [String: JSONValue] = [:], exampleKeys: String? = nil
    ) throws(HomeFault) -> HomeLayout {
        let layout = HomeLayout(path)
        try makeRoot(layout.root)
        for name in HomeLayout.directories { try makeDirectory(layout.root + "/" + name) }
        if let exampleKeys {
            try installExampleKeys(from: exampleKeys, layout)
        } else {
            try makeSSHKey(layout.hostKeys, HomeLayout.hostKeyName, comment: "ecluse host")
            try makeHostRSAKey(layout)
            try makeSSHKey(layout.receiptKeys, HomeLayout.receiptKeyName, comment: "ecluse receipts")
            try makeIdentity(layout, clock)
        }
        // Written last: a home without it was interrupted and is no home.
        try write(layout.root, HomeLayout.configurationName, Settings.file(changes: changes))
        return layout
    }

    private static func installExampleKeys(from folder: String, _ layout: HomeLayout) throws(HomeFault) {
        for name in ["host", "envelope", "receipt", "pseudonym"] {
            let examples = try ConventionFolder.read(folder + "/" + name)
            let own = layout.keys + "/" + name
            for (file, bytes) in examples.sorted(by: { $0.key < $1.key }) {
                try write(own, file, bytes, permissions: file.hasSuffix(".pub") ? 0o644 : 0o600)
            }
        }
    }

    /// Adds an envelope identity named after the day; earlier ones still open what was sealed for them.
    static func makeIdentity(_ layout: HomeLayout, _ clock: any Clock) throws(HomeFault) {
        guard let identity = try? AgeIdentity.generate() else { throw .key("crypto.failed") }
        let now = clock.now()
        let name = "\(now.date)" + HomeLayout.envelopeSuffix
        var secret = identity.serialised()
        defer { SecretBytes.zero(&secret) }
        var text: [UInt8] = []
        text.reserveCapacity(512)
        text += Array("# created: \(now.iso8601(fraction: 0))\n# public key: \(identity.recipient)\n".utf8)
        text += secret
        text.append(UInt8(ascii: "\n"))
        try KeyFile.write(layout.envelopeKeys, name, &text)
        try write(layout.envelopeKeys, name + ".pub", Array("\(identity.recipient)\n".utf8), permissions: 0o644)
    }

    /// Adds an OpenPGP key named after the day, where the home has none.
    static func makeOpenPGPKey(_ layout: HomeLayout, at now: Timestamp) throws(HomeFault) {
        let names = try system { () throws(SystemError) in try Directory(layout.envelopeKeys).names() }
        guard !names.contains(where: { $0.hasSuffix(HomeLayout.openPGPSuffix) }) else { return }
        guard var key = try? OpenPGPIdentity.generate(user: "ecluse gateway", at: now) else {
            throw .key("crypto.failed")
        }
        defer { SecretBytes.zero(&key.secret) }
        let name = "\(now.date)" + HomeLayout.openPGPSuffix
        // The secret last: a pair that has one is whole.
        try write(layout.envelopeKeys, name + ".pub", key.public, permissions: 0o644)
        try KeyFile.write(layout.envelopeKeys, name, &key.secret)
    }

    /// Adds a key for CMS named after the day, with a certificate that tells tools its public half, where the home has none.
    static func makeCMSKey(_ layout: HomeLayout, at now: Timestamp) throws(HomeFault) {
        let names = try system { () throws(SystemError) in try Directory(layout.envelopeKeys).names() }
        guard !names.contains(where: { $0.hasSuffix(HomeLayout.cmsSuffix) }) else { return }
        guard let identity = try? CMSIdentity.generate(name: certificateName, now: now),
            var text = try? identity.serialised()
        else { throw .key("crypto.failed") }
        defer { SecretBytes.zero(&text) }
        let name = "\(now.date)" + HomeLayout.cmsSuffix
        // The secret last: a pair that has one is whole.
        try write(layout.envelopeKeys, name + ".pub", identity.certificateText, permissions: 0o644)
        try KeyFile.write(layout.envelopeKeys, name, &text)
    }

    /// Common name of the certificate; nothing compares it with anything.
    private static let certificateName = "ecluse gateway"

    private static func makeSSHKey(_ folder: String, _ name: String, comment: String) throws(HomeFault) {
        guard let key = try? SSHPrivateKey.generate(), var text = try? key.serialised(comment: comment) else {
            throw .key("crypto.failed")
        }
        try KeyFile.write(folder, name, &text)
        try write(folder, name + ".pub", Array("\(key.publicKey) \(comment)\n".utf8), permissions: 0o644)
    }

    private static func makeHostRSAKey(_ layout: HomeLayout) throws(HomeFault) {
        guard let key = try? SSHHostRSAKey.generate(), var text = try? key.serialised() else {
            throw .key("crypto.failed")
        }
        let name = HomeLayout.hostRSAKeyName
        try KeyFile.write(layout.hostKeys, name, &text)
        let line = Array("\(key.publicKey) ecluse host\n".utf8)
        try write(layout.hostKeys, name + ".pub", line, permissions: 0o644)
    }

    /// Writes the file `folder/name`; where no `permissions` are given, those may read it who may read the folder.
    static func write(_ folder: String, _ name: String, _ bytes: [UInt8], permissions: UInt32? = nil) throws(HomeFault)
    {
        try system { () throws(SystemError) in
            let directory = try Directory(folder)
            let readable = try directory.readableLikeThis()
            try directory.install(name, bytes, permissions: permissions ?? readable)
        }
    }

    /// Makes the directory at `path`, for its owner alone; one that exists is left as it is.
    private static func makeDirectory(_ path: String) throws(HomeFault) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system(SystemError("mkdir")) }
    }

    /// An empty directory, or one that holds nothing but directories of a home, as `tmpfiles.conf` makes them.
    private static func makeRoot(_ path: String) throws(HomeFault) {
        guard unsafe mkdir(path, 0o700) != 0 else { return }
        guard errno == EEXIST else { throw .system(SystemError("mkdir", path)) }
        do throws(SystemError) {
            let root = try Directory(path)
            if try holdsOnly(HomeLayout.directories, root, "") { return }
        } catch {
            throw .system(error)
        }
        throw .notEmpty
    }

    private static func holdsOnly(_ known: [String], _ directory: borrowing Directory, _ place: String)
        throws(SystemError) -> Bool
    {
        for name in try directory.names() {
            guard known.contains(place + name), try directory.status(name)?.kind == .directory else { return false }
            let inner = try directory.directory(name)
            guard try holdsOnly(known, inner, place + name + "/") else { return false }
        }
        return true
    }
}
