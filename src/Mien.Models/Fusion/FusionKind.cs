namespace Mien.Models;

/// <summary>How a <see cref="FusionEmotionModel"/> brings face and speech together.</summary>
public enum FusionKind
{
    /// <summary><see cref="ModalityAttentionFusion"/>.</summary>
    ModalityAttention,

    /// <summary><see cref="ChannelAttentionFusion"/>.</summary>
    ChannelAttention,
}
