internal import Containers
internal import Records

/// The command lines that make the manifest of a delivery with plain tools: `sha256sum`, `wc` and `jq`.
struct ManifestCommands {
    private let convention: Convention
    private let gateway: GatewayIdentity

    /// Commands for deliveries of `convention`.
    init(_ convention: Convention, gateway: GatewayIdentity) {
        self.convention = convention
        self.gateway = gateway
    }

    /// The lines that make the manifest called `example`, of files that lie beside each other before they are compressed.
    func lines(_ example: String) -> [String] {
        let name = SealingCommands(example, gateway: gateway, policy: convention.drops.envelope).plain
        return lines(name, convention.tables.filter(\.hasOwnFile).map(line))
    }

    /// The lines that make the manifest that is the entry `name` of an archive.
    func lines(inArchive name: String) -> [String] {
        lines(
            name,
            convention.tables.compactMap { table in
                table.entry.map { "\(table.name):\(headerLines(table)):\($0.example):\($0.example)" }
            })
    }

    private func lines(_ name: String, _ files: [String]) -> [String] {
        [
            "while IFS=: read -r table header file name; do",
            #"  jq -n --arg name "$name" --arg table "$table" --argjson rows $(($(wc -l < "$file") - header)) \"#,
            #"    --argjson bytes $(wc -c < "$file") --arg sha256 $(sha256sum < "$file" | cut -c1-64) '$ARGS.named'"#,
            "done << 'END' | jq -s '{format: \"\(DeliveryManifest.format)\", convention: \"\(convention.id)\",",
            "  schemaVersion: \(convention.version), base: \"\(convention.card.base)\", period: \"202601\",",
            "  sender: \"…\", files: .}' > \(name)",
        ] + files + ["END"]
    }

    /// Table, lines of its header, name of the plain file and of the upload.
    private func line(_ table: ConventionTable) -> String {
        let sealed = table.nameExample
        var plain = SealingCommands(sealed, gateway: gateway, policy: convention.drops.envelope).plain
        for suffix in [".gz", ".zst"] where table.compression != .none && plain.hasSuffix(suffix) {
            plain = String(plain.dropLast(suffix.count))
        }
        return "\(table.name):\(headerLines(table)):\(plain):\(sealed)"
    }

    private func headerLines(_ table: ConventionTable) -> Int {
        if case .csv(let dialect) = table.format, dialect.hasHeader { 1 } else { 0 }
    }
}
