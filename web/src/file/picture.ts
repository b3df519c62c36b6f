/**
 * A picture's pixels, turned as its orientation says, decoded by the browser.
 * @returns Null where the file is no picture that this browser can show.
 */
export async function pictureOf(file: Blob): Promise<ImageData | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, 0, 0);
  picture.close();
  return context?.getImageData(0, 0, width, height) ?? null;
}
