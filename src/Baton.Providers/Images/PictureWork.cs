using Baton.Contracts.Recipes;

namespace Baton.Providers.Images;

/// <summary>What to make of a picture: how many frames to take (null takes all), how to change them, in which format to leave them.</summary>
internal sealed record PictureWork(PictureSource Source, int? FramesMax, Action<Picture> Change, ImageOutputFormat Output);
