namespace Mien.Training.Options;

/// <summary>The course of the learning rate after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>A half cosine down (Loshchilov and Hutter, "SGDR", ICLR 2017).</summary>
    Cosine,

    /// <summary>A half cosine up and a longer one down (Smith and Topin 2018, as torch's OneCycleLR); it has no other warm-up.</summary>
    OneCycle,

    /// <summary>Times a factor at each of some epochs.</summary>
    Step,

    /// <summary>The same all along.</summary>
    Constant,
}
