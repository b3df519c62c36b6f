using Mien.Core;
using Mien.Data;
using Mien.Data.Faces;
using Mien.Data.Scenes;
using Mien.Models;
using Mien.Training.Distributed;
using Mien.Training.Options;

namespace Mien.Training.Tasks;

/// <summary>Finds what a run teaches by its model and its data.</summary>
public static class TrainingTaskFactory
{
    /// <summary>Makes the task of a run.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="training">What the model learns from.</param>
    /// <param name="validation">What the best epoch is chosen by.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    /// <exception cref="UserErrorException">The data are not what the model learns from.</exception>
    public static TrainingTask Create(TrainingConfig config, ISampleDataset training, ISampleDataset validation, DataParallel? parallel = null) => (config.Model, training, validation) switch
    {
        _ when config.PictureSizes.Count > 0 && !(config.Model.TellsEmotion && training.Inputs.Any(input => input.Name == SampleInput.Image)) =>
            throw new UserErrorException($"The setting picture_sizes is for emotion models that see pictures, which the {config.Model.Task} model of the config {config.Name} is not; leave it out."),
        (FaceDetectorSpec detector, { AuxiliaryTargets: [{ Name: FaceTargets.Name }] } scenes, _) => new FaceDetectionTask(detector, config.Loss.Detection, scenes, parallel) { Precision = config.Precision },
        (FaceLandmarkSpec landmarks, { AuxiliaryTargets: [{ Name: LandmarkHead.Name }, ..] } faces, _) => new FaceLandmarkTask(landmarks, config.Loss.Landmarks, faces, parallel) { Precision = config.Precision },
        (FaceLandmarkSpec, FacePictureDataset, _) => throw new UserErrorException("The pictures carry no landmarks; set data.landmarks to true."),
        ({ TellsEmotion: true }, IEmotionDataset labelled, IEmotionDataset held) => new EmotionTask(config.Model, config.Loss, labelled, held, parallel) { Precision = config.Precision },
        _ => throw new UserErrorException($"A {config.Model.Task} model cannot learn from the data of the config {config.Name}; choose another model.name or data.kind."),
    };
}
