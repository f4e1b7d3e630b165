import ChipDB

/// The bandwidth of a whole chip's memory as its worker tells it, beside what is declared.
public struct DeclaredBandwidth: Encodable, Sendable {
  public let toldGBps: Double
  public let declaredGBps: Double
  /// Told over declared.
  public let share: Double
  /// The id of the declaration's source.
  public let source: String

  /// - Returns: `nil` where one of the two is not known. Of a part of a chip it is not known which part of the memory's
  ///   bandwidth it has.
  init?(_ rated: RatedPart) {
    guard rated.part.share == 1, let told = rated.memoryBandwidthGBps,
      let declared = rated.chip?.memoryBandwidthGBps
    else { return nil }
    toldGBps = told
    declaredGBps = declared.value
    share = told / declared.value
    source = declared.source
  }

  var text: String {
    "memory: \(NumberFormat.number(toldGBps)) GB/s, \(NumberFormat.percent(share)) of the "
      + "\(NumberFormat.number(declaredGBps)) GB/s declared (\(source))"
  }
}
