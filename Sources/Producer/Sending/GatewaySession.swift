package import Envelope
internal import Platform
package import SFTP
package import SSH

/// Where a gateway is, and how an account gets in.
package struct GatewayAddress: Sendable {
    package let host: String
    package let port: UInt16
    package let account: String
    package let proof: SSHClient.Proof
    /// The pinned host keys.
    package let hostKeys: [SSHPublicKey]

    /// The gateway at `host`, which has one of `hostKeys`.
    package init(host: String, port: UInt16, account: String, proof: SSHClient.Proof, hostKeys: [SSHPublicKey]) {
        self.host = host
        self.port = port
        self.account = account
        self.proof = proof
        self.hostKeys = hostKeys
    }
}

/// A session with a gateway; whether its own receiver or OpenSSH's `sshd` opens the door makes no difference.
package final class GatewaySession {
    package let sftp: SFTPClient
    private let client: SSHClient

    /// Connects to `address`, makes sure of the host key, logs in.
    ///
    /// - Throws: ``ProducerFault/unknownAddress``, ``SystemError``, ``SSHFault``, ``SFTPClientFault``.
    package init(_ address: GatewayAddress) throws {
        guard let places = try? SocketAddress.resolve(address.host, port: address.port), !places.isEmpty else {
            throw ProducerFault.unknownAddress
        }
        let socket = try GatewaySession.connect(places)
        SocketOption.prepareConnection(socket.raw)
        SSHLibrary.start()
        client = try SSHClient(
            descriptor: socket.raw, user: address.account,
            hostKeyAlgorithms: Set(address.hostKeys.map(\.algorithm.rawValue)))
        try client.connect(hostKeys: Set(address.hostKeys.map(\.blob)))
        try client.open(address.proof)
        sftp = try SFTPClient(ChannelStream(client))
    }

    /// Ends the session.
    package func close() { client.close() }

    /// The first of `places` that answers.
    private static func connect(_ places: [SocketAddress]) throws -> FileDescriptor {
        for place in places.dropLast() { if let socket = try? place.connect() { return socket } }
        return try places[places.count - 1].connect()
    }
}

/// The channel of a connection as a stream of SFTP.
private final class ChannelStream: SFTPStream {
    /// Milliseconds of one wait, and how many there are before a silent gateway counts as gone.
    private static let turn: Int32 = 1000
    private static let turns = 180

    private let client: SSHClient

    init(_ client: SSHClient) { self.client = client }

    func send(_ bytes: ArraySlice<UInt8>) throws { try client.write(bytes) }

    func receive(into buffer: UnsafeMutableRawBufferPointer, waits: Bool) throws -> Int {
        for _ in 0..<ChannelStream.turns {
            let count = try unsafe client.read(into: buffer, milliseconds: waits ? ChannelStream.turn : 0)
            if count > 0 || !waits { return count }
        }
        throw SSHFault.stalled
    }
}
