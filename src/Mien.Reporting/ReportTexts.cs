namespace Mien.Reporting;

/// <summary>The sentences that stand in every report.</summary>
internal static class ReportTexts
{
    public static IReadOnlyList<string> Explanation { get; } =
    [
        "For every analysed frame a model looked at each face, and another one listened to the speech around it. Each gives a probability to every emotion; together they make 100 %. The coloured bands show how these probabilities change over time: the higher a band, the more the picture and the sound look and sound like that emotion to the models.",
        "The share of an emotion is the part of the time in which it was the strongest one. Two emotions with nearly equal bands are a tie, not a finding. Short flickers are smoothed; a change is listed only when it lasts half a second or more.",
    ];

    public static IReadOnlyList<string> Caution { get; } =
    [
        "This is not mind reading. The models judge how a face looks and how a voice sounds, as other people labelled such pictures and recordings, many of them acted. What somebody feels cannot be read off reliably: people smile when they are sad, frown when they concentrate, and differ by person, culture, age and situation (Barrett et al., \"Emotional Expressions Reconsidered\", 2019).",
        "The models err often, and not for all groups of people equally often; lighting, pose, glasses, masks and noise make it worse. Do not decide anything about a person from these numbers. In the European Union the AI Act (Regulation 2024/1689, Article 5) forbids systems that infer emotions of people at workplaces and in schools, except for medical or safety reasons, and Article 50 demands that people are told when such a system is used on them. Analyse people only with their consent.",
    ];
}
