import ChipDB
import Forecast

extension TrendQuantity {
  /// The quantities under which others have published trends of the same kind.
  var published: Set<PublishedTrend.Quantity> {
    switch self {
    case .figure(.tpp): [.tpp]
    case .figure(.tops(.fp16)), .figure(.tops(.bf16)), .dense(bits: 16): [.tensor16Bit]
    case .figure(.tops(.fp32)): [.fp32]
    case .figure(.bandwidth): [.memoryBandwidth]
    case .figure(.memory): [.memoryCapacity]
    case .tppPerUSD, .densePerUSD: [.pricePerformance]
    case .tppPerWatt, .densePerWatt: [.energyEfficiency]
    case .figure, .dense, .bandwidthPerTPP, .equivalent: []
    }
  }
}
