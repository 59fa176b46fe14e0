internal import Support

/// Turns a member of `accounts` into an ``Account``.
struct AccountReader {
    let node: Node
    let checks: ConventionChecks

    func read() -> Account {
        for key in node.list("publicKeys") {
            guard let line = key.value.string, !checks.isPublicKey(line) else { continue }
            key.report("convention.public-key")
        }
        for network in node.list("networks") {
            guard let text = network.value.string, NetworkRange(text) == nil else { continue }
            network.report("convention.network")
        }
        return Account(
            name: node.text("name") ?? "", publicKeys: node.texts("publicKeys"), networks: node.texts("networks"),
            limits: limits(node["limits"]))
    }

    private func limits(_ node: Node?) -> AccountLimits {
        var limits = AccountLimits()
        guard let node else { return limits }
        if let bytes = node.integer("dropBytes") { limits.dropBytes = UInt64(max(0, bytes)) }
        if let bytes = node.integer("storedBytes") { limits.storedBytes = UInt64(max(0, bytes)) }
        if let files = node.integer("files") { limits.files = files }
        if let sessions = node.integer("sessions") { limits.sessions = sessions }
        if let bytes = node.integer("rateBytesPerSecond") { limits.rateBytesPerSecond = UInt64(max(1, bytes)) }
        if limits.storedBytes < limits.dropBytes { node.report("convention.stored-below-drop") }
        return limits
    }
}
