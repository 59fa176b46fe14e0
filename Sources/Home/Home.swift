package import Convention
package import Envelope
internal import Glibc
internal import Platform
internal import Pseudonymisation
package import Support

/// A home directory in use: its layout, its configuration and what they give.
package struct Home: Sendable {
    package let layout: HomeLayout
    package let configuration: Configuration

    /// Opens the home at `path`.
    package init(_ path: String) throws(HomeFault) {
        layout = HomeLayout(path)
        let text: [UInt8]
        do throws(SystemError) {
            text = try Directory(layout.root).read(HomeLayout.configurationName, limit: Configuration.maximumBytes)
        } catch {
            throw error.number == ENOENT ? .notFound : .system(error)
        }
        configuration = try Configuration.parse(text)
        // Anyone may know the keys of a demonstration.
        guard !configuration.demo || ["127.0.0.1", "::1"].contains(configuration.listenAddress) else {
            throw .demoExposed
        }
    }

    /// Whether roles of several users share this home.
    ///
    /// The set-group-ID bit and the group's rights of its spool say so (`deploy/tmpfiles.conf`).
    package var isShared: Bool {
        guard let spool = try? Directory(layout.root).status("spool") else { return false }
        // The bit alone may be inherited from the place where the home was made.
        return spool.permissions & 0o2050 == 0o2050
    }

    /// The keys.
    package var keys: HomeKeys { HomeKeys(layout, configuration) }

    /// The nomenclatures.
    package var nomenclatures: NomenclatureFolder { NomenclatureFolder(layout.nomenclatures) }

    /// Every version of every convention: each must be free of errors, signed where the configuration asks for it, and
    /// without example keys outside the demo.
    package func conventions(checks: ConventionChecks = ConventionChecks()) throws(HomeFault) -> ConventionLibrary {
        var conventions: [Convention] = []
        for id in try folders(layout.conventions) {
            for version in try folders(layout.conventions + "/" + id).compactMap(Int.init) {
                conventions.append(try convention(id, version, checks))
            }
        }
        let library = ConventionLibrary(conventions)
        if let name = library.sharedAccounts.first { throw .sharedAccount(name: name) }
        if let conflict = library.columnConflict() { throw .columnConflict(conflict) }
        try keys.check(conventions)
        return library
    }

    /// Copies the convention in `folder` to `conventions/<id>/<version>` and makes the keys that it still lacks: pseudonym
    /// secrets, and the gateway's keys for CMS and OpenPGP where the first convention takes these.
    ///
    /// The same folder again changes nothing; other content under a version that is there is refused.
    package func addConvention(
        _ folder: String, clock: any Clock = SystemClock(), checks: ConventionChecks = ConventionChecks()
    ) throws(HomeFault) -> Convention {
        let files = try ConventionFolder.read(folder)
        let report = ConventionLoader.load(files, checks: checks, nomenclatures: try nomenclatures.library())
        guard let convention = report.convention else { throw .convention(id: folder.lastComponent, report.errors) }
        try checkSignature(files, convention.id, convention.version)
        try keys.check([convention])
        try checkColumns(convention, checks)
        try copy(files, convention)
        try makeSecrets(convention.domains)
        if convention.drops.envelope.formats.contains(.cms) { try HomeInitialiser.makeCMSKey(layout, at: clock.now()) }
        if convention.drops.envelope.formats.contains(.openpgp) {
            try HomeInitialiser.makeOpenPGPKey(layout, at: clock.now())
        }
        return convention
    }

    /// What an account sees in `/convention` on `day`: the convention's files but its signature, the guide and the public keys, those
    /// of the service as `known_hosts`.
    package func publication(_ convention: Convention, account: String, on day: CivilDate) throws(HomeFault)
        -> [String: [UInt8]]
    {
        let identity = try keys.identity(configuration)
        var files = try ConventionFolder.read(layout.convention(convention.id, version: convention.version))
        files["README.md"] = ConventionGuide.render(
            convention, gateway: identity, account: account,
            nomenclatures: GuideNomenclature.all(of: convention, in: try nomenclatures.library(), on: day))
        files["recipient.txt"] = Array((identity.recipient + "\n").utf8)
        if let key = identity.openPGPKey, convention.drops.envelope.formats.contains(.openpgp) {
            files[GatewayIdentity.openPGPFile] = key
        }
        if convention.drops.envelope.formats.contains(.cms), let certificate = identity.certificate {
            files[RecipientCertificate.fileName] = certificate.text
        }
        files["known_hosts"] = Array(identity.knownHosts.utf8)
        files["allowed_signers"] = Array("\(GatewayIdentity.receiptPrincipal) \(identity.receiptKey)\n".utf8)
        return files
    }

    private func convention(_ id: String, _ version: Int, _ checks: ConventionChecks) throws(HomeFault) -> Convention {
        let files = try ConventionFolder.read(layout.convention(id, version: version))
        try checkSignature(files, id, version)
        let report = ConventionLoader.load(files, checks: checks)
        guard let convention = report.convention else { throw .convention(id: id, report.errors) }
        guard convention.id == id, convention.version == version else { throw .misplaced(id: id, version: version) }
        return convention
    }

    /// Refuses a version whose columns could not stand in the tables of those that are installed.
    private func checkColumns(_ convention: Convention, _ checks: ConventionChecks) throws(HomeFault) {
        var conventions = [convention]
        for id in try folders(layout.conventions) {
            for version in try folders(layout.conventions + "/" + id).compactMap(Int.init)
            where (id, version) != (convention.id, convention.version) {
                // One that cannot be read is reported when the home is opened.
                if let known = try? self.convention(id, version, checks) { conventions.append(known) }
            }
        }
        if let conflict = ConventionLibrary(conventions).columnConflict() { throw .columnConflict(conflict) }
    }

    private func checkSignature(_ files: [String: [UInt8]], _ id: String, _ version: Int) throws(HomeFault) {
        guard !configuration.allowUnsignedConventions else { return }
        switch ConventionSignature.isValid(files, signers: try conventionSigners().map(\.key)) {
        case nil: throw .unsigned(id: id, version: version)
        case false?: throw .signatureWrong(id: id, version: version)
        case true?: return
        }
    }

    /// Who may sign conventions: the keys of `keys/convention-signers`, by file; an example key, which everybody has, in a demonstration
    /// alone.
    package func conventionSigners() throws(HomeFault) -> [(file: String, key: SSHPublicKey)] {
        try ConventionFolder.read(layout.conventionSigners).sorted { $0.key < $1.key }.compactMap { name, text in
            let line = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            guard let key = try? SSHPublicKey(line: line), configuration.demo || !ExampleKeys.contains(key) else {
                return nil
            }
            return (name, key)
        }
    }

    private func copy(_ files: [String: [UInt8]], _ convention: Convention) throws(HomeFault) {
        do throws(SystemError) {
            _ = try VersionFolder.install(
                files, as: "\(convention.version)", in: convention.id, of: layout.conventions)
        } catch {
            throw error.number == EEXIST
                ? .versionTaken(id: convention.id, version: convention.version) : .system(error)
        }
    }

    private func makeSecrets(_ domains: [String]) throws(HomeFault) {
        let present = try system { () throws(SystemError) in try Directory(layout.pseudonymKeys).names() }
        for domain in domains where !present.contains(where: { $0.hasPrefix(domain + ".") }) {
            do throws(PseudonymisationFault) {
                let secret = try PseudonymSecret.generate(domain: domain)
                var text = PseudonymSecretFile.encode(secret)
                let name = PseudonymSecretFile.name(of: secret)
                defer { SecretBytes.zero(&text) }
                if (try? KeyFile.write(layout.pseudonymKeys, name, &text)) == nil {
                    throw .secretMissing(domain: domain)
                }
            } catch {
                throw .key(error.code)
            }
        }
    }

    private func folders(_ path: String) throws(HomeFault) -> [String] {
        try system { () throws(SystemError) in try Directory(path).names() }.filter { !$0.hasPrefix(".") }
    }
}

extension String {
    /// What follows the last slash.
    fileprivate var lastComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
